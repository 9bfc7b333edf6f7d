// The house keeps its laws; and, so that this says something, each rule finds the law broken in a made-up tree.
#include "tests/system/layout.h"

#include <filesystem>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/system/source_text.h"

namespace qcity::layout {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

const Tree& House() {
  static const auto& house = *new Tree(LoadTree(QCITY_SOURCE_DIR));
  return house;
}

TEST(House, ServicesMeetInProtos) { EXPECT_THAT(ServicesMeetInProtos(House()), IsEmpty()); }
TEST(House, PureFilesArePure) { EXPECT_THAT(PureFilesArePure(House()), IsEmpty()); }
TEST(House, SqlStaysInStores) { EXPECT_THAT(SqlStaysInStores(House()), IsEmpty()); }
TEST(House, MainsAreLists) { EXPECT_THAT(MainsAreLists(House()), IsEmpty()); }
TEST(House, OnlyClocksAskTheTime) { EXPECT_THAT(OnlyClocksAskTheTime(House()), IsEmpty()); }
TEST(House, OnlyEdgesKnowGrpcStatus) { EXPECT_THAT(OnlyEdgesKnowGrpcStatus(House()), IsEmpty()); }
TEST(House, ServicesAreWhole) { EXPECT_THAT(ServicesAreWhole(House()), IsEmpty()); }
TEST(House, HeadersIntroduceThemselves) { EXPECT_THAT(HeadersIntroduceThemselves(House()), IsEmpty()); }
TEST(House, NoForbiddenWords) { EXPECT_THAT(NoForbiddenWords(House()), IsEmpty()); }
TEST(House, NothingIsLeftToDo) { EXPECT_THAT(NothingIsLeftToDo(House()), IsEmpty()); }
TEST(House, FilesAreShort) { EXPECT_THAT(FilesAreShort(House()), IsEmpty()); }

TEST(House, TopLevelIsKnown) {
  std::vector<std::string> entries;
  for (const auto& entry : std::filesystem::directory_iterator(QCITY_SOURCE_DIR)) {
    entries.push_back(entry.path().filename().string());
  }
  EXPECT_THAT(TopLevelIsKnown(entries), IsEmpty());
}

TEST(House, IsReadWhole) {
  EXPECT_GT(House().size(), 300u);
  for (const char* path : {"dev", "proto/qcity/plan/v1/plan.proto", "common/base/clock.cc",
                           "services/all_in_one/main.cc", "tests/system/layout_test.cc", "k8s/README.md"}) {
    EXPECT_EQ(House().count(path), 1u) << path;
  }
}

TEST(SourceText, CommentsGoAndStringsAndLinesStay) {
  EXPECT_EQ(CodeOf("a /* b\n c */ d // e\nf"), "a \n d \nf");
  EXPECT_EQ(CodeOf(R"(x = "// no" + '"'; // yes)"), R"(x = "// no" + '"'; )");
  EXPECT_EQ(CodeOf("f(R\"q(/* \" )\" */)q\"); // z"), "f(R\"q(/* \" )\" */)q\"); ");
  EXPECT_EQ(CodeOf("1'000 // '"), "1'000 ");
  EXPECT_EQ(CodeOf(R"("\"//" //)"), R"("\"//" )");
}

TEST(SourceText, IncludesInCommentsDoNotCount) {
  EXPECT_THAT(IncludesOf("#include <a>\n// #include \"b\"\n#include \"c/d.h\"\n"), ElementsAre("a", "c/d.h"));
}

TEST(SourceText, TheOpeningCommentEndsWithTheFirstLineOfCode) {
  EXPECT_EQ(OpeningComment("// One.\n// Two.\n#ifndef X\n// Three."), "One. Two.");
  EXPECT_EQ(OpeningComment("#ifndef X\n// One."), "");
}

TEST(ServicesMeetInProtos, ASisterServiceIsFound) {
  const Tree tree = {{"services/tasks/service.cc", "#include \"services/indicators/store.h\"\n"}};
  EXPECT_THAT(ServicesMeetInProtos(tree),
              ElementsAre("services/tasks/service.cc: must not include services/indicators/store.h"));
}

TEST(ServicesMeetInProtos, TheScoreIsForTheClientAndTestsAlone) {
  const std::string score = "#include \"services/aggregation/score/score.h\"\n";
  EXPECT_THAT(ServicesMeetInProtos(
                  {{"services/cli/a.cc", score}, {"tests/bench/b.cc", score}, {"services/aggregation/c.cc", score}}),
              IsEmpty());
  EXPECT_THAT(ServicesMeetInProtos({{"services/tasks/a.cc", score}, {"common/domain/b.cc", score}}),
              testing::SizeIs(2));
}

TEST(ServicesMeetInProtos, ModulesAreForTheProgramOfAllAndTests) {
  const std::string module = "#include \"services/tasks/module.h\"\n";
  EXPECT_THAT(ServicesMeetInProtos({{"services/all_in_one/main.cc", module}, {"tests/system/a.cc", module}}),
              IsEmpty());
  EXPECT_THAT(ServicesMeetInProtos({{"services/cli/main.cc", module}}), testing::SizeIs(1));
}

TEST(ServicesMeetInProtos, ATestKnowsOnlyItsOwnService) {
  const std::string rules = "#include \"services/tasks/rules.h\"\n";
  EXPECT_THAT(ServicesMeetInProtos({{"tests/services/tasks/a_test.cc", rules}}), IsEmpty());
  EXPECT_THAT(
      ServicesMeetInProtos({{"tests/services/indicators/a_test.cc", rules}, {"tests/common/sql/b_test.cc", rules}}),
      testing::SizeIs(2));
}

TEST(ServicesMeetInProtos, ABenchmarkMeasuresWhatIsPure) {
  const std::string view = "#include \"services/tasks/view.h\"\n";
  const Tree pure = {{"tests/bench/a.cc", view}, {"services/tasks/view.h", "// A view. Pure; any thread.\n"}};
  EXPECT_THAT(ServicesMeetInProtos(pure), IsEmpty());
  const Tree other = {{"tests/bench/a.cc", view}, {"services/tasks/view.h", "// A view. Thread-safe.\n"}};
  EXPECT_THAT(ServicesMeetInProtos(other), testing::SizeIs(1));
}

TEST(ServicesMeetInProtos, NothingStandsOnTests) {
  EXPECT_THAT(ServicesMeetInProtos({{"common/base/a.cc", "#include \"tests/support/plans.h\"\n"}}), testing::SizeIs(1));
}

TEST(PureFilesArePure, InputAndOutputAreFound) {
  for (const char* include : {"grpcpp/grpcpp.h", "common/sql/database.h", "common/feed/outbox.h",
                              "common/cache/cache.h", "qcity/tasks/v1/tasks.grpc.pb.h"}) {
    const std::string text = std::string("#include \"") + include + "\"\n";
    EXPECT_THAT(PureFilesArePure({{"services/tasks/rules.cc", text}}), ElementsAre(HasSubstr(include)));
    EXPECT_THAT(PureFilesArePure({{"services/tasks/service.cc", text}}), IsEmpty());
  }
}

TEST(PureFilesArePure, AClockIsFound) {
  EXPECT_THAT(PureFilesArePure({{"common/domain/period.h", "\nvoid F(const Clock& clock);"}}),
              ElementsAre("common/domain/period.h:2: is pure and must not know a clock"));
  EXPECT_THAT(PureFilesArePure({{"services/aggregation/score/score.cc", "// A Clock.\nShanghaiDay(now);"}}), IsEmpty());
}

TEST(PureFilesArePure, WhoSaysPureIsHeldToIt) {
  const std::string text = "#include \"common/sql/database.h\"\n";
  EXPECT_THAT(
      PureFilesArePure({{"services/tasks/view.h", "// A view. Pure; any thread.\n"}, {"services/tasks/view.cc", text}}),
      testing::SizeIs(1));
  EXPECT_THAT(
      PureFilesArePure({{"services/tasks/view.h", "// A view. Thread-safe.\n"}, {"services/tasks/view.cc", text}}),
      IsEmpty());
}

TEST(SqlStaysInStores, AQueryElsewhereIsFound) {
  for (const char* sql :
       {"SELECT body FROM a", "INSERT INTO a", "UPDATE a SET b = 1", "DELETE FROM a", "CREATE TABLE a"}) {
    const std::string text = std::string("const char k[] = R\"(\n  ") + sql + ")\";";
    EXPECT_THAT(SqlStaysInStores({{"services/tasks/service.cc", text}}), ElementsAre(HasSubstr("service.cc:2:")))
        << sql;
    EXPECT_THAT(SqlStaysInStores({{"services/tasks/store.cc", text}, {"common/feed/outbox.cc", text}}), IsEmpty());
  }
}

TEST(MainsAreLists, AnythingElseIsFound) {
  const std::string list =
      "// A program.\n#include \"a.h\"\n\nint main(int argc, char** argv) {\n  return qcity::rpc::RunServer(argc, argv, \"x\", {qcity::a::MakeModule});\n}\n";
  EXPECT_THAT(MainsAreLists({{"services/a/main.cc", list}}), IsEmpty());
  EXPECT_THAT(MainsAreLists({{"services/a/main.cc", "int x = 1;\n" + list}}), testing::SizeIs(1));
  EXPECT_THAT(
      MainsAreLists(
          {{"services/a/main.cc",
            "int main(int argc, char** argv) { if (argc > 2) return 1; return qcity::rpc::RunServer(argc, argv, {}); }"}}),
      testing::SizeIs(1));
}

TEST(OnlyClocksAskTheTime, EveryWayOfAskingIsFound) {
  for (const char* ask :
       {"absl::Now()", "std::chrono::system_clock::now()", "std::chrono::steady_clock::now()", "time(nullptr)",
        "x = std::time(0)", "gettimeofday(&t, 0)", "clock_gettime(CLOCK_REALTIME, &t)", "localtime_r(&a, &b)"}) {
    EXPECT_THAT(OnlyClocksAskTheTime({{"common/sql/a.cc", ask}}), testing::SizeIs(1)) << ask;
    EXPECT_THAT(OnlyClocksAskTheTime({{"common/base/clock.cc", ask}}), IsEmpty()) << ask;
  }
  EXPECT_THAT(OnlyClocksAskTheTime({{"common/sql/a.cc", "change.time(); runtime(); x->time(); // absl::Now()"}}),
              IsEmpty());
}

TEST(OnlyEdgesKnowGrpcStatus, AServiceThatDoesIsFound) {
  const std::string text = "grpc::Status F();\ngrpc::StatusCode c;";
  EXPECT_THAT(OnlyEdgesKnowGrpcStatus({{"services/tasks/service.h", text}}), ElementsAre(HasSubstr("service.h:1:")));
  EXPECT_THAT(OnlyEdgesKnowGrpcStatus(
                  {{"common/rpc/serve.h", text}, {"common/feed/stream.h", text}, {"services/cli/app/a.h", text}}),
              IsEmpty());
}

Tree OneService() {
  Tree tree = {{"services/CMakeLists.txt", "add_subdirectory(tea)"},
               {"tests/services/CMakeLists.txt", "add_subdirectory(tea)"},
               {"services/all_in_one/main.cc", "{qcity::tea::MakeModule}"},
               {"proto/qcity/tea/v1/tea.proto", ""},
               {"tests/services/tea/CMakeLists.txt", ""}};
  for (const char* file :
       {"main.cc", "module.h", "service.h", "service.cc", "rules.h", "rules.cc", "store.h", "store.cc", "schema.sql"}) {
    tree[std::string("services/tea/") + file] = "";
  }
  return tree;
}

TEST(ServicesAreWhole, WhateverIsMissingIsFound) {
  EXPECT_THAT(ServicesAreWhole(OneService()), IsEmpty());
  const Tree whole = OneService();
  for (const auto& [path, text] : whole) {
    Tree tree = whole;
    tree.erase(path);
    EXPECT_THAT(ServicesAreWhole(tree), ElementsAre(HasSubstr(path)));
  }
  for (const char* path : {"services/CMakeLists.txt", "tests/services/CMakeLists.txt", "services/all_in_one/main.cc"}) {
    Tree tree = whole;
    tree[path] = "";
    EXPECT_THAT(ServicesAreWhole(tree), ElementsAre(HasSubstr("does not say"))) << path;
  }
}

TEST(HeadersIntroduceThemselves, SilenceIsFound) {
  EXPECT_THAT(HeadersIntroduceThemselves({{"common/a/a.h", "// What it is. Any thread.\n#ifndef A\n"}}), IsEmpty());
  EXPECT_THAT(HeadersIntroduceThemselves({{"common/a/a.h", "#ifndef A\n// What it is. Any thread.\n"}}),
              ElementsAre(HasSubstr("what it is")));
  EXPECT_THAT(HeadersIntroduceThemselves({{"services/a/a.h", "// What it is.\n"}}), ElementsAre(HasSubstr("threads")));
}

TEST(NoForbiddenWords, ForeignLocksAndExceptionsAreFound) {
  const Tree tree = {
      {"common/a.cc",
       "absl::Mutex m;\n#include \"absl/synchronization/mutex.h\"\nthrow 1;\n// throw, absl::Mutex\n\"throw\";"}};
  EXPECT_THAT(NoForbiddenWords(tree),
              UnorderedElementsAre(HasSubstr("a.cc:1:"), HasSubstr("a.cc:2:"), HasSubstr("a.cc:3:")));
}

TEST(NothingIsLeftToDo, APromiseIsFound) {
  const std::string later = std::string("# TO") + "DO: later\n";
  EXPECT_THAT(NothingIsLeftToDo({{"dev", later},
                                 {"common/a.cc",
                                  "int x;\n// FIX"
                                  "ME\n"}}),
              ElementsAre(HasSubstr("common/a.cc:2:"), HasSubstr("dev:1:")));
}

TEST(FilesAreShort, ALongOneIsFound) {
  EXPECT_THAT(FilesAreShort({{"common/a.cc", std::string(400, '\n')}, {"common/b.textproto", std::string(4000, '\n')}}),
              IsEmpty());
  EXPECT_THAT(FilesAreShort({{"common/a.cc", std::string(401, '\n')}}), ElementsAre(HasSubstr("401 lines")));
}

TEST(TopLevelIsKnown, AStrangerAndAGapAreFound) {
  std::vector<std::string> entries = {"proto",
                                      "services",
                                      "common",
                                      "tests",
                                      "k8s",
                                      "CMakeLists.txt",
                                      ".git",
                                      "README.md",
                                      "README.zh-CN.md",
                                      "ARCHITECTURE.md",
                                      "CHANGELOG.md",
                                      "CMakePresets.json",
                                      "buf.yaml",
                                      "dev",
                                      "build"};
  EXPECT_THAT(TopLevelIsKnown(entries), IsEmpty());
  entries.back() = "notes.txt";
  entries.front() = ".ci";
  EXPECT_THAT(TopLevelIsKnown(entries),
              UnorderedElementsAre("notes.txt: is no entry of the house", "proto: is missing"));
}

}  // namespace
}  // namespace qcity::layout
