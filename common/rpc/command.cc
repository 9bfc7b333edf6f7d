#include "common/rpc/command.h"

#include <optional>

#include "absl/strings/ascii.h"
#include "common/base/error.h"
#include "common/base/ids.h"
#include "common/base/status.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"

namespace qcity::rpc {

const char kRequestSchema[] = R"sql(
CREATE TABLE request (
  person TEXT NOT NULL,
  organization TEXT NOT NULL,
  method TEXT NOT NULL,
  request_id TEXT NOT NULL,
  digest BYTEA NOT NULL,
  reply BYTEA NOT NULL,
  recorded BIGINT NOT NULL,
  PRIMARY KEY (person, organization, method, request_id)
);
CREATE INDEX request_by_recorded ON request (recorded);
)sql";

namespace internal {
namespace {

constexpr char kFind[] =
    "SELECT digest, reply, recorded FROM request WHERE person = $1 AND organization = $2 AND method = $3 AND request_id = $4";

// An expired row of the same key gives way.
constexpr char kRemember[] =
    "INSERT INTO request (person, organization, method, request_id, digest, reply, recorded) VALUES ($1, $2, $3, $4, $5, $6, $7) "
    "ON CONFLICT (person, organization, method, request_id) DO UPDATE SET "
    "digest = excluded.digest, reply = excluded.reply, recorded = excluded.recorded";

constexpr char kForget[] =
    "DELETE FROM request WHERE (person, organization, method, request_id) IN "
    "(SELECT person, organization, method, request_id FROM request WHERE recorded <= $1 ORDER BY recorded LIMIT 64)";

// One write in 32 sweeps 64 rows, so that the table shrinks twice as fast as it grows. Which one is told by the digest: a write may run more than once and
// must do the same each time.
bool IsSweeper(const std::string& digest) { return static_cast<unsigned char>(digest.front()) % 32 == 0; }

}  // namespace

absl::Status CheckRequestId(absl::string_view request_id) {
  bool printable = !request_id.empty() && request_id.size() <= 64;
  for (const char c : request_id) printable = printable && absl::ascii_isgraph(static_cast<unsigned char>(c));
  if (printable) return absl::OkStatus();
  return InvalidField("request_id", {"应为 1 至 64 个可见的 ASCII 字符", "must be 1 to 64 visible ASCII characters"});
}

absl::StatusOr<bool> FindReply(sql::Transaction& transaction, const CallContext& call, absl::string_view request_id,
                               const std::string& digest, google::protobuf::Message& reply) {
  const Principal& caller = call.principal;
  ASSIGN_OR_RETURN(const std::optional<sql::Row> row,
                   transaction.QueryOne(kFind, caller.person, caller.organization, call.method, request_id));
  if (!row.has_value() || row->Time(2) <= call.now - kRequestMemory) return false;
  if (row->Blob(0) != digest) {
    return Error(absl::StatusCode::kAlreadyExists, "REQUEST_ID_REUSED",
                 {"此 request_id 已用于另一个请求", "this request_id was used for another request"});
  }
  if (!reply.ParseFromString(row->Blob(1))) return absl::DataLossError("a remembered reply does not parse");
  return true;
}

absl::Status RememberReply(sql::Transaction& transaction, const CallContext& call, absl::string_view request_id,
                           const std::string& digest, const google::protobuf::Message& reply) {
  const Principal& caller = call.principal;
  RETURN_IF_ERROR(transaction.Execute(kRemember, caller.person, caller.organization, call.method, request_id,
                                      sql::Bytes{digest}, sql::Bytes{reply.SerializeAsString()}, call.now));
  return IsSweeper(digest) ? transaction.Execute(kForget, call.now - kRequestMemory) : absl::OkStatus();
}

std::string DigestOf(const google::protobuf::Message& request, absl::string_view rest) {
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    request.SerializePartialToCodedStream(&coded);
  }
  bytes.append(rest.data(), rest.size());
  return Sha256(bytes);
}

}  // namespace internal
}  // namespace qcity::rpc
