// Charts as inline SVG, readable in black and white. Pure; any thread.
#ifndef QCITY_SERVICES_CLI_HTML_CHART_H_
#define QCITY_SERVICES_CLI_HTML_CHART_H_

#include <optional>
#include <string>
#include <vector>

namespace qcity::cli::html {

// A point of a line over time, with the band that it lies in.
struct ChartPoint {
  double x = 0;
  std::optional<double> y;  // nullopt: the line is broken here; the band goes on.
  double low = 0;
  double high = 0;
  std::string label;  // Under the axis, where there is room.
  std::string tip;    // Shown to whoever points at it.
  std::string id;     // Where it links to.
};

// A level that the line is measured by.
struct ChartMark {
  double y = 0;
  std::string label;
};

// A line between 0 and 100 with its band; x ascending. Empty without points.
std::string LineChart(const std::vector<ChartPoint>& points, const std::vector<ChartMark>& marks,
                      const std::string& description);

// A bar of 0..100 for a cell of a table: the value filled, its interval as a line with ends, `mark` as a stroke. Without a value only the interval.
std::string Bar(const std::optional<double>& value, double low, double high, const std::optional<double>& mark);

// Counts side by side in one bar, in the order met (solid), not met (framed), without data (dashed), not due (dotted).
std::string Stack(const std::vector<int>& counts);

}  // namespace qcity::cli::html

#endif  // QCITY_SERVICES_CLI_HTML_CHART_H_
