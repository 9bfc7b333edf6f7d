// Options of a command that fill fields of a request message, named by their path. Not thread-safe.
#ifndef QCITY_SERVICES_CLI_APP_REQUEST_FIELDS_H_
#define QCITY_SERVICES_CLI_APP_REQUEST_FIELDS_H_

#include <deque>
#include <string>

#include "absl/status/status.h"
#include "google/protobuf/message.h"
#include "services/cli/app/command.h"

namespace qcity::cli {

// Sets the singular field at `path` ("observation.figure.value") from text: numbers, booleans and enum names are read, an empty text leaves it alone.
// `flag` is what errors call it. A second case of one oneof is an error.
absl::Status SetField(google::protobuf::Message& message, const std::string& path, const std::string& text,
                      const std::string& flag);

class RequestFields {
 public:
  // An option or, without dashes, a positional argument whose value goes to the field at `path`.
  Argument Add(Command& command, const std::string& names, const std::string& path, const std::string& value_name,
               const Text& help);
  // A flag for a bool field.
  void AddFlag(Command& command, const std::string& names, const std::string& path, const Text& help);
  absl::Status Fill(google::protobuf::Message& request) const;

 private:
  struct Field {
    std::string flag;
    std::string path;
    std::string text;
    bool set = false;
  };
  std::deque<Field> fields_;  // CLI11 keeps pointers into it.
};

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_APP_REQUEST_FIELDS_H_
