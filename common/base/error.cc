#include "common/base/error.h"

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"

namespace qcity {
namespace {

constexpr char kPayloadUrl[] = "qcity.dev/error-detail";

absl::Status Make(absl::StatusCode code, const ErrorDetail& detail) {
  nlohmann::json fields = nlohmann::json::array();
  for (const FieldViolation& field : detail.fields) {
    fields.push_back({{"path", field.path}, {"zh", field.text.zh}, {"en", field.text.en}});
  }
  const nlohmann::json json = {
      {"reason", detail.reason}, {"zh", detail.text.zh}, {"en", detail.text.en}, {"fields", fields}};
  absl::Status status(code, detail.text.en);
  // A text that is not UTF-8 (an input quoted back) must not turn one error into another.
  status.SetPayload(kPayloadUrl, absl::Cord(json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)));
  return status;
}

Text Joined(const std::vector<FieldViolation>& fields) {
  Text joined;
  for (const FieldViolation& field : fields) {
    const bool first = joined.en.empty();
    absl::StrAppend(&joined.zh, first ? "" : "；", field.path, "：", field.text.zh);
    absl::StrAppend(&joined.en, first ? "" : "; ", field.path, ": ", field.text.en);
  }
  return joined;
}

}  // namespace

absl::Status Error(absl::StatusCode code, absl::string_view reason, Text text) {
  return Make(code, {std::string(reason), std::move(text), {}});
}

absl::Status InvalidField(absl::string_view path, Text text) {
  return InvalidFields({{std::string(path), std::move(text)}});
}

absl::Status InvalidFields(std::vector<FieldViolation> fields) {
  Text text = Joined(fields);
  return Make(absl::StatusCode::kInvalidArgument, {"INVALID_FIELD", std::move(text), std::move(fields)});
}

std::optional<ErrorDetail> DetailOf(const absl::Status& status) {
  const absl::optional<absl::Cord> payload = status.GetPayload(kPayloadUrl);
  if (!payload.has_value()) return std::nullopt;
  const nlohmann::json json = nlohmann::json::parse(std::string(*payload));
  ErrorDetail detail{json["reason"], {json["zh"], json["en"]}, {}};
  for (const nlohmann::json& field : json["fields"]) {
    detail.fields.push_back({field["path"], {field["zh"], field["en"]}});
  }
  return detail;
}

absl::Status Under(absl::string_view prefix, const absl::Status& status) {
  std::optional<ErrorDetail> detail = DetailOf(status);
  if (prefix.empty() || !detail.has_value() || detail->fields.empty()) return status;
  for (FieldViolation& field : detail->fields) {
    field.path = field.path.empty() ? std::string(prefix) : absl::StrCat(prefix, ".", field.path);
  }
  detail->text = Joined(detail->fields);
  return Make(status.code(), *detail);
}

}  // namespace qcity
