#include "services/cli/commands/plan_diff.h"

#include <map>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "services/cli/output/json_of_proto.h"

namespace qcity::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// What names an entry of a list; entries without such a field are named by all that they say.
std::string KeyOf(const Message& entry) {
  for (const char* name : {"number", "id", "key", "organization", "date", "name"}) {
    const FieldDescriptor* field = entry.GetDescriptor()->FindFieldByName(name);
    if (field != nullptr) return entry.GetReflection()->GetString(entry, field);
  }
  return JsonOf(entry).dump();
}

// Entries by key; `keys` gets the new ones in order.
std::map<std::string, const Message*> ByKey(const Message& message, const FieldDescriptor* field,
                                            std::vector<std::string>* keys) {
  std::map<std::string, const Message*> entries;
  for (int i = 0; i < message.GetReflection()->FieldSize(message, field); ++i) {
    const Message& entry = message.GetReflection()->GetRepeatedMessage(message, field, i);
    const std::string key = KeyOf(entry);
    if (entries.emplace(key, &entry).second) keys->push_back(key);
  }
  return entries;
}

class Walk {
 public:
  explicit Walk(std::vector<Difference>* found) : found_(*found) {}

  void Compare(const Message& before, const Message& after, const std::string& path) {
    for (int i = 0; i < before.GetDescriptor()->field_count(); ++i) {
      const FieldDescriptor* field = before.GetDescriptor()->field(i);
      const std::string below = absl::StrCat(path, path.empty() ? "" : ".", field->name());
      if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
        CompareValues(before, after, field, below);
      } else if (field->is_repeated()) {
        CompareLists(before, after, field, below);
      } else {
        CompareMessages(before, after, field, below);
      }
    }
  }

 private:
  void CompareValues(const Message& before, const Message& after, const FieldDescriptor* field,
                     const std::string& path) {
    Json was = JsonOf(before)[field->json_name()], is = JsonOf(after)[field->json_name()];
    if (was != is) found_.push_back({path, std::move(was), std::move(is)});
  }

  void CompareMessages(const Message& before, const Message& after, const FieldDescriptor* field,
                       const std::string& path) {
    const Reflection& reflection = *before.GetReflection();
    const bool was = reflection.HasField(before, field), is = reflection.HasField(after, field);
    if (was && is) {
      Compare(reflection.GetMessage(before, field), reflection.GetMessage(after, field), path);
    } else if (was) {
      found_.push_back({path, JsonOf(reflection.GetMessage(before, field)), nullptr});
    } else if (is) {
      found_.push_back({path, nullptr, JsonOf(reflection.GetMessage(after, field))});
    }
  }

  void CompareLists(const Message& before, const Message& after, const FieldDescriptor* field,
                    const std::string& path) {
    std::vector<std::string> old_keys, new_keys;
    const std::map<std::string, const Message*> was = ByKey(before, field, &old_keys);
    const std::map<std::string, const Message*> is = ByKey(after, field, &new_keys);
    for (const std::string& key : old_keys) {
      const auto kept = is.find(key);
      if (kept == is.end()) {
        found_.push_back({PlaceOf(path, key), JsonOf(*was.at(key)), nullptr});
      } else {
        Compare(*was.at(key), *kept->second, PlaceOf(path, key));
      }
    }
    for (const std::string& key : new_keys) {
      if (was.count(key) == 0) found_.push_back({PlaceOf(path, key), nullptr, JsonOf(*is.at(key))});
    }
  }

  // An entry that is named by its whole content is not named in the path.
  static std::string PlaceOf(const std::string& path, const std::string& key) {
    return absl::StartsWith(key, "{") ? path : absl::StrCat(path, "[", key, "]");
  }

  std::vector<Difference>& found_;
};

}  // namespace

std::vector<Difference> Differences(const Message& before, const Message& after) {
  std::vector<Difference> found;
  Walk(&found).Compare(before, after, "");
  return found;
}

}  // namespace qcity::cli
