// The options of commands that carry an observation, shared by reports, drafts and references. Not thread-safe.
#ifndef QCITY_SERVICES_CLI_COMMANDS_OBSERVATION_FIELDS_H_
#define QCITY_SERVICES_CLI_COMMANDS_OBSERVATION_FIELDS_H_

#include <memory>
#include <string>
#include <vector>

#include "qcity/indicators/v1/indicators.pb.h"
#include "services/cli/app/evidence.h"
#include "services/cli/app/unary.h"

namespace qcity::cli {

// What is no single field of the message.
struct ObservationExtras {
  std::vector<std::string> evidence;
  std::vector<std::string> districts;   // "echeng=12" or "echeng=96/100".
  std::vector<std::string> industries;  // Likewise.
};

// The name of the indicator that a user typed by its number.
absl::Status CompleteIndicator(Connection& connection, indicators::v1::Observation* observation);
// A row of the breakdown for each "KEY=NUMBER" or "KEY=NUMBER/NUMBER", in the form of the observation's figure.
absl::Status FillBreakdown(const std::vector<std::string>& typed, const std::string& flag,
                           indicators::v1::BreakdownRow::Dimension dimension, indicators::v1::Observation* observation);
// The names of the draft and of the record that a report corrects, likewise ("1-1/12").
absl::Status CompleteNames(Connection& connection, indicators::v1::ReportObservationRequest* request);
// campaigns/C, or campaigns/C/indicators/N if a number was given.
absl::StatusOr<std::string> ParentOf(Connection& connection, const std::string& number);
absl::Status FillStates(const std::vector<std::string>& names, indicators::v1::ListObservationsRequest* request);

template <typename Request>
absl::Status FillParent(Connection& connection, const std::string& number, Request* request) {
  ASSIGN_OR_RETURN(*request->mutable_parent(), ParentOf(connection, number));
  return absl::OkStatus();
}

// Adds them to a command whose request holds the observation in the field `field`. `presence`: of period and source.
template <typename Stub, typename Request, typename Response>
void AddObservationFields(UnaryCommand<Stub, Request, Response>& command,
                          const std::shared_ptr<ObservationExtras>& extras, Presence presence,
                          const std::string& field = "observation") {
  const std::string in = field + ".", figure = in + "figure.";
  command.Field("NUMBER", in + "indicator", "", {"指标编号，如 1-1", "The indicator's number, e.g. 1-1"}, kRequired)
      .Field("--part", in + "part", "KEY", {"分项", "Part"})
      .Field("--period", in + "period", "PERIOD",
             {"期间：2017、2017H1、2017Q3、2017-05", "Period: 2017, 2017H1, 2017Q3, 2017-05"}, presence)
      .Field("--value", figure + "value", "NUMBER", {"数值", "Value"})
      .Field("--numerator", figure + "fraction.numerator", "NUMBER", {"分子", "Numerator"})
      .Field("--denominator", figure + "fraction.denominator", "NUMBER", {"分母", "Denominator"})
      .Field("--events", figure + "events.events", "NUMBER", {"事件数", "Events"})
      .Field("--exposure", figure + "events.exposure", "NUMBER",
             {"暴露量，如万台年", "Exposure, e.g. ten thousand machine-years"})
      .Field("--successes", figure + "sample.successes", "NUMBER", {"抽样：满意人数", "Survey: satisfied"})
      .Field("--sample", figure + "sample.n", "NUMBER", {"抽样：样本量", "Survey: asked"})
      .Field("--population", figure + "sample.population", "NUMBER", {"抽样：总体", "Survey: population"})
      .Field("--deff", figure + "sample.design_effect", "NUMBER", {"抽样：设计效应", "Survey: design effect"})
      .Field("--rank", figure + "rank.rank", "N", {"名次", "Rank"})
      .Field("--rank-last", figure + "rank.rank_last", "N", {"并列的最末名次", "Last place of a tie"})
      .Field("--ranked", figure + "rank.ranked", "N", {"参加排名的城市数", "Cities ranked"})
      .Field("--attested", figure + "attestation.met", "true|false",
             {"文件是否认定符合", "Whether a document says that it is met"})
      .Field("--unit", in + "unit", "UNIT", {"计量单位，供核对", "Unit, to be checked"})
      .Field("--source", in + "source", "TEXT", {"来源文件或台账", "Source document or register"}, presence)
      .Field("--published", in + "published", "DATE", {"来源发布日期", "Day on which the source was published"})
      .Field("--finality", in + "finality", "preliminary|final",
             {"初步数或最终数 [final]", "Preliminary or final [final]"})
      .Flag("--break", in + "series_break", {"口径有变，不与上期比较", "The series breaks here"})
      .Flag("--illustrative", in + "illustrative", {"虚构的示例数据", "Invented for illustration"})
      .With([extras](Command& options) {
        options.Options(
            "--district", extras->districts, "ID=FIGURE",
            {"该区的数据，如 echeng=12 或 echeng=96/100", "A district's share, e.g. echeng=12 or echeng=96/100"});
        options.Options("--industry", extras->industries, "KEY=FIGURE",
                        {"该行业的数据，写法同上", "An industry's share, likewise"});
        options.Options("--evidence", extras->evidence, "NAME[=URI]", {"佐证材料", "What proves it"});
      })
      .Then([extras, field](Connection& connection, Request& request) -> absl::Status {
        const auto* descriptor = Request::descriptor()->FindFieldByName(field);
        auto& observation =
            dynamic_cast<indicators::v1::Observation&>(*request.GetReflection()->MutableMessage(&request, descriptor));
        for (const std::string& typed : extras->evidence)
          *observation.add_evidence() = ParseEvidence<indicators::v1::Evidence>(typed);
        using indicators::v1::BreakdownRow;
        RETURN_IF_ERROR(FillBreakdown(extras->districts, "--district", BreakdownRow::DISTRICT, &observation));
        RETURN_IF_ERROR(FillBreakdown(extras->industries, "--industry", BreakdownRow::INDUSTRY, &observation));
        return CompleteIndicator(connection, &observation);
      });
}

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_COMMANDS_OBSERVATION_FIELDS_H_
