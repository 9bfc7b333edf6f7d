// The laws of the house (ARCHITECTURE.md) that a text can break: each rule reads a tree of sources and names what breaks it. Pure but for
// LoadTree; any thread.
#ifndef QCITY_TESTS_SYSTEM_LAYOUT_H_
#define QCITY_TESTS_SYSTEM_LAYOUT_H_

#include <map>
#include <string>
#include <vector>

namespace qcity::layout {

// Path below the root -> text.
using Tree = std::map<std::string, std::string>;

// The files that people write: everything under proto, common, services, tests and k8s, and the files beside them. Binary data
// is there too, and no rule looks at it.
Tree LoadTree(const std::string& root);

// Each finding is one sentence that begins with the path, and the line where there is one: "services/x/y.cc:12: ...".
using Findings = std::vector<std::string>;

// Law 1: services meet in proto/ and through feeds; only the pure score may be linked by the client, tests and benchmarks.
Findings ServicesMeetInProtos(const Tree& tree);
// Law 2: rules, the score, the domain and every file whose header says "Pure" do no I/O, know no gRPC and no clock.
Findings PureFilesArePure(const Tree& tree);
// Law 3: in services, SQL stands in store.* and schema.sql alone.
Findings SqlStaysInStores(const Tree& tree);
// Law 5: a main.cc is a list of modules.
Findings MainsAreLists(const Tree& tree);
// Law 6, first half: only the clocks of common/base ask the time.
Findings OnlyClocksAskTheTime(const Tree& tree);
// Law 6, second half: only the two sides of a channel know grpc::Status.
Findings OnlyEdgesKnowGrpcStatus(const Tree& tree);
// Law 7: a service is one folder each under proto, services and tests, and one-line registrations.
Findings ServicesAreWhole(const Tree& tree);

// Style: a header says what it is and which threads may call it.
Findings HeadersIntroduceThemselves(const Tree& tree);
// Own code locks with base::Mutex, which ThreadSanitizer understands, and throws nothing.
Findings NoForbiddenWords(const Tree& tree);
Findings NothingIsLeftToDo(const Tree& tree);
Findings FilesAreShort(const Tree& tree);

// The top-level entries are those of ARCHITECTURE.md, all of them and no other.
Findings TopLevelIsKnown(const std::vector<std::string>& entries);

}  // namespace qcity::layout

#endif  // QCITY_TESTS_SYSTEM_LAYOUT_H_
