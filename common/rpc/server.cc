#include "common/rpc/server.h"

#include <grpcpp/grpcpp.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/log.h"
#include "common/base/status.h"
#include "common/feed/feed_service.h"
#include "common/rpc/acceptor.h"
#include "common/rpc/env.h"
#include "common/rpc/health.h"
#include "common/rpc/listen_socket.h"
#include "common/rpc/reflection.h"
#include "qcity/feed/v1/feed.grpc.pb.h"

namespace qcity::rpc {
namespace {

constexpr int kIdleConnectionMs = 60'000;
constexpr int kHandshakeMs = 20'000;
// A client that vanished without a word would keep its stream, and the place of it, for hours.
constexpr int kKeepAliveMs = 60'000;
constexpr int kKeepAlivePatienceMs = 20'000;
// So often others may ask us whether we are there, though they send nothing else: services do every ten seconds (channel.h).
constexpr int kPingMs = 500;

class ServerImpl : public Server {
 public:
  ~ServerImpl() override { Stop(kGrace); }

  absl::Status Run(const Config& config, const std::vector<ModuleFactory>& factories, std::unique_ptr<Clock> clock);

  int port() const override { return port_; }
  Clock& clock() override { return env_->clock(); }
  std::shared_ptr<grpc::Channel> InProcessChannel() override {
    return server_->InProcessChannel(grpc::ChannelArguments());
  }
  absl::Status Health() const override { return env_->Health(); }
  void Stop(absl::Duration grace) override;

 private:
  absl::Status MakeModules(const std::vector<ModuleFactory>& factories);
  absl::Status RaiseClock(const std::vector<feed::Outbox*>& outboxes);
  absl::Status MakeFeedServer();
  absl::Status Serve(ListenSocket socket);
  absl::Status StartModules();
  std::vector<HealthMonitor::Check> Checks() const;

  int port_ = 0;
  // In order of construction: each may use those above it, so they end in reverse.
  std::unique_ptr<ServerEnv> env_;
  std::vector<std::unique_ptr<Module>> modules_;
  std::size_t started_ = 0;  // Modules that were started.
  std::unique_ptr<Edge> feed_edge_;
  std::unique_ptr<feed::FeedServer> feed_server_;
  std::unique_ptr<grpc::Service> reflection_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<Acceptor> acceptor_;
  std::unique_ptr<HealthMonitor> health_;
};

absl::Status ServerImpl::Run(const Config& config, const std::vector<ModuleFactory>& factories,
                             std::unique_ptr<Clock> clock) {
  RETURN_IF_ERROR(config.Validate());
  ASSIGN_OR_RETURN(ListenSocket socket, ListenSocket::Open(config.listen));
  port_ = socket.port();
  ASSIGN_OR_RETURN(env_, ServerEnv::Make(config, std::move(clock), socket.target()));
  RETURN_IF_ERROR(MakeModules(factories));
  RETURN_IF_ERROR(MakeFeedServer());
  RETURN_IF_ERROR(Serve(std::move(socket)));
  return StartModules();
}

absl::Status ServerImpl::MakeModules(const std::vector<ModuleFactory>& factories) {
  for (const ModuleFactory& factory : factories) {
    ASSIGN_OR_RETURN(std::unique_ptr<Module> module, factory(*env_));
    modules_.push_back(std::move(module));
  }
  return env_->CheckChannels(modules_);
}

// A set clock starts no earlier than what is already recorded.
absl::Status ServerImpl::RaiseClock(const std::vector<feed::Outbox*>& outboxes) {
  if (env_->clock().Kind() != "set") return absl::OkStatus();
  for (feed::Outbox* outbox : outboxes) {
    ASSIGN_OR_RETURN(const absl::Time last, outbox->LastRecorded());
    if (last > env_->clock().Now()) RETURN_IF_ERROR(env_->clock().AdvanceTo(last));
  }
  return absl::OkStatus();
}

absl::Status ServerImpl::MakeFeedServer() {
  std::vector<feed::Outbox*> outboxes;
  for (const std::unique_ptr<Module>& module : modules_) {
    if (feed::Outbox* const outbox = module->outbox()) outboxes.push_back(outbox);
  }
  RETURN_IF_ERROR(RaiseClock(outboxes));
  ASSIGN_OR_RETURN(feed_edge_, Edge::Make(feed::v1::FeedService::service_full_name(), env_->directory(), env_->clock(),
                                          env_->edge_options()));
  ASSIGN_OR_RETURN(feed_server_, feed::FeedServer::Make(outboxes, env_->plans().Digest(), *feed_edge_));
  return absl::OkStatus();
}

absl::Status ServerImpl::Serve(ListenSocket socket) {
  grpc::EnableDefaultHealthCheckService(true);
  grpc::ServerBuilder builder;
  std::vector<std::string> names = {"grpc.reflection.v1alpha.ServerReflection",
                                    feed::v1::FeedService::service_full_name()};
  for (const std::unique_ptr<Module>& module : modules_) {
    for (rpc::Service* service : module->services()) {
      builder.RegisterService(service);
      names.push_back(service->name());
    }
  }
  builder.RegisterService(feed_server_->service());
  reflection_ = MakeReflection(std::move(names));
  builder.RegisterService(reflection_.get());
  // Half a megabyte of gzip can hold half a gigabyte.
  builder.SetCompressionAlgorithmSupportStatus(GRPC_COMPRESS_GZIP, false);
  builder.SetCompressionAlgorithmSupportStatus(GRPC_COMPRESS_DEFLATE, false);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_IDLE_MS, kIdleConnectionMs);
  builder.AddChannelArgument(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS, kHandshakeMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepAliveMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kKeepAlivePatienceMs);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, kPingMs);
  using Builder = grpc::ServerBuilder::experimental_type;
  std::unique_ptr<Acceptor::Sink> sink = builder.experimental().AddExternalConnectionAcceptor(
      Builder::ExternalConnectionType::FROM_FD, grpc::InsecureServerCredentials());
  acceptor_ = std::make_unique<Acceptor>(std::move(socket), std::move(sink));
  server_ = builder.BuildAndStart();
  if (server_ == nullptr) return absl::InternalError("gRPC could not start the server");
  health_ = std::make_unique<HealthMonitor>(*server_->GetHealthCheckService(), Checks());
  return acceptor_->Start();
}

absl::Status ServerImpl::StartModules() {
  for (const std::unique_ptr<Module>& module : modules_) {
    ++started_;
    RETURN_IF_ERROR(module->Start());
  }
  health_->Start();
  return absl::OkStatus();
}

std::vector<HealthMonitor::Check> ServerImpl::Checks() const {
  std::vector<HealthMonitor::Check> checks;
  for (const std::unique_ptr<Module>& module : modules_) {
    checks.push_back({std::string(module->name()), [&module = *module] { return module.Ready(); }});
  }
  checks.push_back({"databases", [this] { return env_->Health(); }});
  return checks;
}

void ServerImpl::Stop(absl::Duration grace) {
  if (health_ != nullptr) health_->Stop();
  if (acceptor_ != nullptr) acceptor_->Stop();
  if (feed_server_ != nullptr) feed_server_->Shutdown();
  while (started_ > 0) modules_[--started_]->Stop();
  if (server_ == nullptr) return;
  // Without a deadline Shutdown waits for ever on a client that keeps a stream open.
  server_->Shutdown(absl::ToChronoTime(MakeSystemClock()->Now() + grace));
}

}  // namespace

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const Config& config, const std::vector<ModuleFactory>& factories,
                                                      std::unique_ptr<Clock> clock) {
  auto server = std::make_unique<ServerImpl>();
  RETURN_IF_ERROR(server->Run(config, factories, std::move(clock)));
  return server;
}

}  // namespace qcity::rpc
