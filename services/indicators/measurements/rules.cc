#include "services/indicators/measurements/rules.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "absl/container/btree_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/csv.h"
#include "common/base/error.h"
#include "common/base/status.h"
#include "common/base/unicode.h"
#include "common/domain/data_window.h"
#include "common/domain/figure_proto.h"
#include "google/protobuf/util/message_differencer.h"

namespace qcity::indicators::measurements {
namespace {

using domain::Period;
using plan::v1::DerivedVersion;
using plan::v1::Indicator;
using v1::Measurement;
using v1::MeasurementRecord;
using v1::MeasurementRow;

constexpr int kStationLength = 200;
constexpr int kSourceLength = 500;
constexpr int kMostRows = 1'000;
constexpr int kMostFaults = 100;
constexpr double kMostAqi = 500;
constexpr double kMostPm25 = 1'000;
constexpr int kGoodAqi = 100;
constexpr int kValidDaysOfYear =
    324;  // GB 3095-2012, table 4: in a year, and in a month of other lengths than February.
constexpr int kValidDaysOfMonth = 27;
constexpr int kValidDaysOfFebruary = 25;

// What people write where there is no value: missing, never zero.
bool IsMissing(absl::string_view text) {
  static const auto& marks = *new std::set<std::string>{"/", "NA", "N/A", "缺测", "无"};
  if (marks.contains(std::string(text))) return true;
  static const auto& dashes = *new std::vector<std::string>{"-", "‐", "‑", "‒", "–", "—", "―", "−", "－", "─", "ー"};
  while (!text.empty()) {
    const auto dash =
        std::find_if(dashes.begin(), dashes.end(), [&](const std::string& one) { return absl::StartsWith(text, one); });
    if (dash == dashes.end()) return false;
    text.remove_prefix(dash->size());
  }
  return true;
}

absl::StatusOr<std::optional<double>> ParseQuantity(absl::string_view path, const std::string& text, double most,
                                                    bool whole) {
  RETURN_IF_ERROR(CheckText(path, text, kStationLength));
  const absl::string_view trimmed = absl::StripAsciiWhitespace(text);
  if (IsMissing(trimmed)) return std::nullopt;
  ASSIGN_OR_RETURN(const SheetNumber number, ParseSheetNumber(path, trimmed));
  const bool fits = !number.percent && number.value >= 0 && number.value <= most &&
                    (!whole || std::trunc(number.value) == number.value);
  if (fits) return number.value;
  return InvalidField(
      path, {absl::StrCat("应为 0 到 ", most, whole ? " 的整数" : "", "，没有数据请留空或写“-”，收到“", text, "”"),
             absl::StrCat("want ", whole ? "a whole number " : "", "0 to ", most,
                          ", empty or '-' where it is missing; got '", text, "'")});
}

absl::StatusOr<std::string> CheckDay(const domain::Plan& plan, absl::string_view text, absl::CivilDay today) {
  ASSIGN_OR_RETURN(const absl::CivilDay day, domain::ParseDay(text, "day"));
  RETURN_IF_ERROR(domain::CheckInDataWindow(plan, day, day, "day"));
  if (day < today) return domain::FormatDay(day);
  return InvalidField("day", {absl::StrCat(text, " 尚未结束"), absl::StrCat(text, " is not over yet")});
}

// Notes every fault of a row.
class Faults {
 public:
  void Add(int row, const absl::Status& status) {
    const std::optional<ErrorDetail> detail = DetailOf(Under(absl::StrCat("rows[", row, "]"), status));
    if (static_cast<int>(fields_.size()) < kMostFaults) fields_.push_back(detail->fields.front());
  }
  absl::Status Verdict() const { return fields_.empty() ? absl::OkStatus() : InvalidFields(fields_); }

 private:
  std::vector<FieldViolation> fields_;
};

CheckedRow CheckRow(const domain::Plan& plan, const v1::ImportMeasurementsRequest& request, int position,
                    absl::CivilDay today, Faults& faults) {
  const MeasurementRow& row = request.rows(position);
  CheckedRow checked{row.station(), "", {}};
  const absl::Status station = CheckRequiredText("station", row.station(), kStationLength);
  if (!station.ok()) faults.Add(position, station);
  const absl::StatusOr<std::string> day = CheckDay(plan, row.day(), today);
  if (day.ok()) checked.day = *day;
  if (!day.ok()) faults.Add(position, day.status());
  const absl::StatusOr<std::optional<double>> aqi = ParseQuantity("aqi", row.aqi(), kMostAqi, /*whole=*/true);
  if (!aqi.ok()) faults.Add(position, aqi.status());
  if (aqi.ok() && aqi->has_value()) checked.record.set_aqi(static_cast<int>(**aqi));
  const absl::StatusOr<std::optional<double>> pm25 = ParseQuantity("pm25", row.pm25(), kMostPm25, /*whole=*/false);
  if (!pm25.ok()) faults.Add(position, pm25.status());
  if (pm25.ok() && pm25->has_value()) checked.record.set_pm25(**pm25);
  checked.record.set_valid(!row.has_valid() || row.valid());
  checked.record.set_source(request.source());
  checked.record.set_illustrative(request.illustrative());
  return checked;
}

// A city's quantity on one day, from its valid stations.
struct CityDay {
  double sum = 0;
  int stations = 0;
  double mean() const { return sum / stations; }
};

std::optional<double> QuantityOf(const Indicator& indicator, const MeasurementRecord& record) {
  if (!record.valid()) return std::nullopt;
  if (indicator.derivation() == plan::v1::AIR_GOOD_DAYS) {
    return record.has_aqi() ? std::optional<double>(record.aqi()) : std::nullopt;
  }
  return record.has_pm25() ? std::optional<double>(record.pm25()) : std::nullopt;
}

int LeastValidDays(const Period& period) {
  if (period.frequency() == plan::v1::YEARLY) return kValidDaysOfYear;
  int days = 0;
  for (absl::CivilMonth month(period.FirstDay()); month <= absl::CivilMonth(period.LastDay()); ++month) {
    days += month.month() == 2 ? kValidDaysOfFebruary : kValidDaysOfMonth;
  }
  return days;
}

void AddInput(DerivedVersion& version, absl::string_view key, absl::string_view zh, absl::string_view en,
              std::string value) {
  plan::v1::DerivedInput& input = *version.add_inputs();
  input.set_key(std::string(key));
  input.set_name_zh(std::string(zh));
  input.set_name_en(std::string(en));
  input.set_value(std::move(value));
}

// The figure of days that are not empty; counts its good days into the inputs.
domain::Figure FigureOfDays(const Indicator& indicator, const absl::btree_map<std::string, CityDay>& days,
                            DerivedVersion& version) {
  const auto valid_days = static_cast<double>(days.size());
  if (indicator.derivation() == plan::v1::AIR_GOOD_DAYS) {
    const auto good =
        std::count_if(days.begin(), days.end(), [](const auto& day) { return day.second.mean() <= kGoodAqi; });
    AddInput(version, "good_days", "优良天数", "good days", absl::StrCat(good));
    return domain::FractionFigure{static_cast<double>(good), valid_days};
  }
  double sum = 0;
  for (const auto& [day, city] : days) sum += city.mean();
  return domain::ValueFigure{sum / valid_days};
}

}  // namespace

absl::StatusOr<std::vector<CheckedRow>> CheckRows(const domain::Plan& plan,
                                                  const v1::ImportMeasurementsRequest& request, absl::CivilDay today) {
  RETURN_IF_ERROR(CheckRequiredText("source", request.source(), kSourceLength));
  if (request.rows().empty() || request.rows_size() > kMostRows) {
    return InvalidField("rows", {absl::StrCat("应有 1 到 1000 行，收到 ", request.rows_size()),
                                 absl::StrCat("want 1 to 1,000 rows, got ", request.rows_size())});
  }
  Faults faults;
  std::vector<CheckedRow> rows;
  std::set<std::pair<std::string, std::string>> seen;
  for (int i = 0; i < request.rows_size(); ++i) {
    rows.push_back(CheckRow(plan, request, i, today, faults));
    const bool fresh = rows.back().day.empty() || seen.emplace(rows.back().station, rows.back().day).second;
    if (!fresh) {
      faults.Add(
          i, InvalidField("day", {"同一站点同一天在前面已有一行", "an earlier row is of the same station and day"}));
    }
  }
  RETURN_IF_ERROR(faults.Verdict());
  return rows;
}

bool Stands(const Measurement& measurement, const MeasurementRecord& record) {
  if (measurement.records().empty()) return false;
  const MeasurementRecord& last = *measurement.records().rbegin();
  const auto values = [](const MeasurementRecord& of) {
    return std::make_tuple(of.has_aqi(), of.aqi(), of.has_pm25(), of.pm25(), of.valid(), of.illustrative());
  };
  return values(last) == values(record);
}

std::vector<const Indicator*> DerivedMeasures(const domain::Plan& plan) {
  std::vector<const Indicator*> measures;
  for (const Indicator& indicator : plan.document().indicators()) {
    if (indicator.derivation() != plan::v1::DERIVATION_UNSPECIFIED) measures.push_back(&indicator);
  }
  return measures;
}

DerivedVersion Derive(const Indicator& indicator, const Period& period, absl::Span<const Measurement> measurements) {
  DerivedVersion version;
  absl::btree_map<std::string, CityDay> days;
  std::set<std::string> stations;
  for (const Measurement& measurement : measurements) {
    if (measurement.records().empty()) continue;
    const MeasurementRecord& record = *measurement.records().rbegin();
    const std::optional<double> quantity = QuantityOf(indicator, record);
    if (!quantity.has_value()) continue;
    CityDay& day = days[measurement.day()];
    day.sum += *quantity;
    ++day.stations;
    stations.insert(measurement.station());
    version.set_illustrative(version.illustrative() || record.illustrative());
  }
  version.set_source("空气质量监测日数据");
  version.set_preliminary(static_cast<int>(days.size()) < LeastValidDays(period));
  if (!days.empty()) *version.mutable_figure() = domain::MessageOf(FigureOfDays(indicator, days, version));
  AddInput(version, "valid_days", "有效天数", "valid days", absl::StrCat(days.size()));
  AddInput(version, "stations", "站点数", "stations", absl::StrCat(stations.size()));
  if (days.empty()) return version;
  AddInput(version, "first_day", "首日", "first day", days.begin()->first);
  AddInput(version, "last_day", "末日", "last day", days.rbegin()->first);
  return version;
}

bool SaysTheSame(const DerivedVersion& a, const DerivedVersion& b) {
  const auto timeless = [](DerivedVersion version) {
    version.clear_recorded();
    version.clear_version();
    return version;
  };
  return google::protobuf::util::MessageDifferencer::Equals(timeless(a), timeless(b));
}

}  // namespace qcity::indicators::measurements
