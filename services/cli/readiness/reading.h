// A dossier as its page reads it: texts of one language, numbers that link to what explains them. Pure; any thread. Private to the page.
#ifndef QCITY_SERVICES_CLI_READINESS_READING_H_
#define QCITY_SERVICES_CLI_READINESS_READING_H_

#include <map>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "services/cli/html/page.h"
#include "services/cli/readiness/dossier.h"

namespace qcity::cli {

class Reading {
 public:
  // `dossier` must outlive it.
  Reading(const Dossier& dossier, Language language);

  const Dossier& dossier() const { return dossier_; }
  Language language() const { return language_; }

  // The text of the page's language; Html: escaped.
  std::string Say(const Text& text) const { return In(language_, text); }
  std::string Html(const Text& text) const;
  std::string Joined(const google::protobuf::RepeatedPtrField<std::string>& texts) const;

  // nullptr where there is none.
  const aggregation::v1::Node* NodeOf(const std::string& id) const;
  const aggregation::v1::Gap* GapOf(const std::string& node) const;
  const plan::v1::Indicator* IndicatorOf(const std::string& number) const;

  // `html` linked to the node's explanation, if the tree has the node.
  std::string To(const std::string& node, const std::string& html) const;
  // A number, a dash for none, likewise.
  std::string Number(const std::optional<double>& number, int decimals, const std::string& node = "") const;
  // "[65.3, 88.2]".
  std::string Interval(double low, double high, const std::string& node = "") const;
  // "83.2 %".
  std::string Share(double share, const std::string& node = "") const;
  // The numbers of measures, each linked.
  std::string Measures(const google::protobuf::RepeatedPtrField<std::string>& numbers) const;

 private:
  void Index(const aggregation::v1::Node& node);

  const Dossier& dossier_;
  const Language language_;
  std::map<std::string, const aggregation::v1::Node*> nodes_;
  std::map<std::string, const aggregation::v1::Gap*> gaps_;
  std::map<std::string, const plan::v1::Indicator*> indicators_;
};

// The id of the element that explains a node.
std::string NodeId(const std::string& node);
// The pillar of a leaf or group: "indicators/1-1" is of "indicators".
bool IsOfTasks(const aggregation::v1::Node& node);
// What a leaf's figure is: the newest one of the city, without how it came about; of one with parts, that it has them; empty without data.
std::string FigureOf(const aggregation::v1::Leaf& leaf, Language language);

// Where a leaf stands; of one that is not due yet, just that.
std::string LightOf(const aggregation::v1::Leaf& leaf, Language language);

// The chapters, in the page's order.
html::Chapter LinesChapter(const Reading& reading);
html::Chapter PillarsChapter(const Reading& reading);
html::Chapter GatesChapter(const Reading& reading);
html::Chapter GapsChapter(const Reading& reading);
html::Chapter TrendChapter(const Reading& reading);
html::Chapter SectionsChapter(const Reading& reading);
html::Chapter ForecastChapter(const Reading& reading);  // Only with a forecast.
html::Chapter RankingChapter(const Reading& reading);
html::Chapter GroundsChapter(const Reading& reading);
// The appendices.
html::Chapter TreeAppendix(const Reading& reading);
html::Chapter MeasuresAppendix(const Reading& reading);
html::Chapter TasksAppendix(const Reading& reading);
html::Chapter ProvisionalAppendix(const Reading& reading);
html::Chapter HistoryAppendix(const Reading& reading);

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_READINESS_READING_H_
