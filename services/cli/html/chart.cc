#include "services/cli/html/chart.h"

#include <algorithm>
#include <array>
#include <numeric>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/cli/html/text.h"

namespace qcity::cli::html {
namespace {

constexpr double kWidth = 720, kHeight = 250;
constexpr double kLeft = 34, kRight = 700, kTop = 12, kBottom = 222;

double YOf(double value) { return kBottom - std::clamp(value, 0.0, 100.0) / 100 * (kBottom - kTop); }

// From days to the width of the chart.
class Across {
 public:
  explicit Across(const std::vector<ChartPoint>& points)
      : first_(points.front().x), span_(std::max(points.back().x - points.front().x, 1.0)) {}
  double operator()(double x) const { return kLeft + (x - first_) / span_ * (kRight - kLeft); }

 private:
  const double first_, span_;
};

std::string Grid() {
  std::string svg;
  for (int value = 0; value <= 100; value += 20) {
    absl::StrAppendFormat(&svg,
                          "<path d=\"M%.1f %.1fH%.1f\" stroke=\"#dcdfe4\" stroke-width=\".6\"/><text x=\"%.1f\" y=\""
                          "%.1f\" text-anchor=\"end\">%d</text>\n",
                          kLeft, YOf(value), kRight, kLeft - 5, YOf(value) + 3.5, value);
  }
  return svg;
}

std::string Marks(const std::vector<ChartMark>& marks) {
  std::string svg;
  for (const ChartMark& mark : marks) {
    absl::StrAppendFormat(&svg,
                          "<path d=\"M%.1f %.1fH%.1f\" stroke=\"#b3171d\" stroke-width=\".9\" stroke-dasharray=\"6 "
                          "3\"/><text x=\"%.1f\" y=\"%.1f\" fill=\"#8f1217\">%s</text>\n",
                          kLeft, YOf(mark.y), kRight, kLeft + 4, YOf(mark.y) - 4, Escaped(mark.label));
  }
  return svg;
}

std::string Band(const std::vector<ChartPoint>& points, const Across& across) {
  std::string path = "M";
  for (const ChartPoint& point : points) absl::StrAppendFormat(&path, "%.1f %.1f ", across(point.x), YOf(point.high));
  for (auto point = points.rbegin(); point != points.rend(); ++point)
    absl::StrAppendFormat(&path, "%.1f %.1f ", across(point->x), YOf(point->low));
  return absl::StrCat("<path d=\"", path, "Z\" fill=\"#dbe3ef\" stroke=\"#9aa9bf\" stroke-width=\".5\"/>\n");
}

std::string Line(const std::vector<ChartPoint>& points, const Across& across) {
  std::string path;
  bool drawing = false;
  for (const ChartPoint& point : points) {
    if (point.y.has_value())
      absl::StrAppendFormat(&path, "%s%.1f %.1f", drawing ? "L" : "M", across(point.x), YOf(*point.y));
    drawing = point.y.has_value();
  }
  return absl::StrCat("<path d=\"", path, "\" fill=\"none\" stroke=\"#16407a\" stroke-width=\"2\"/>\n");
}

std::string Dots(const std::vector<ChartPoint>& points, const Across& across) {
  std::string svg;
  for (const ChartPoint& point : points) {
    const std::string dot = absl::StrFormat(
        "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%s\" fill=\"%s\" stroke=\"#16407a\"><title>%s</title></circle>",
        across(point.x), YOf(point.y.value_or(point.low)), &point == &points.back() ? "3.6" : "1.7",
        point.y.has_value() ? "#16407a" : "#fff", Escaped(point.tip));
    absl::StrAppend(&svg, point.id.empty() ? dot : Link(point.id, dot), "\n");
  }
  return svg;
}

// The first, the last and some between them, evenly spread.
std::string Labels(const std::vector<ChartPoint>& points, const Across& across) {
  constexpr double kRoom = 92;
  std::string svg;
  double next = -1;
  for (const ChartPoint& point : points) {
    const double x = across(point.x);
    const bool last = &point == &points.back();
    if (!last && (x < next || (x + kRoom > kRight && points.size() > 1))) continue;
    next = x + kRoom;
    absl::StrAppendFormat(&svg, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>\n", x, kBottom + 18,
                          last ? "end" : (x == kLeft ? "start" : "middle"), Escaped(point.label));
  }
  return svg;
}

constexpr std::array<const char*, 4> kSegments = {"fill=\"#1e7d46\" stroke=\"#1e7d46\"",
                                                  "fill=\"#fff\" stroke=\"#b3171d\" stroke-width=\"1.2\"",
                                                  "fill=\"#ebedf0\" stroke=\"#5b6472\" stroke-dasharray=\"3 2\"",
                                                  "fill=\"#fff\" stroke=\"#9aa0a9\" stroke-dasharray=\"1 1.6\""};
constexpr std::array<const char*, 4> kInk = {"#fff", "#8f1217", "#333a45", "#4b525d"};

}  // namespace

std::string LineChart(const std::vector<ChartPoint>& points, const std::vector<ChartMark>& marks,
                      const std::string& description) {
  if (points.empty()) return "";
  const Across across(points);
  return absl::StrFormat(
      "<figure><svg viewBox=\"0 0 %.0f %.0f\" role=\"img\" font-size=\"10.5\" fill=\"#444\"><title>%s</title>\n%s%s%s"
      "%s%s%s</svg></figure>\n",
      kWidth, kHeight, Escaped(description), Band(points, across), Grid(), Marks(marks), Line(points, across),
      Dots(points, across), Labels(points, across));
}

std::string Bar(const std::optional<double>& value, double low, double high, const std::optional<double>& mark) {
  std::string svg =
      "<svg class=\"bar\" viewBox=\"0 0 104 12\" aria-hidden=\"true\"><rect x=\"2\" y=\"1\" width=\"100\" "
      "height=\"10\" fill=\"#f4f5f7\" stroke=\"#c9ccd3\" stroke-width=\".5\"/>";
  if (value.has_value())
    absl::StrAppendFormat(&svg, "<rect x=\"2\" y=\"2.5\" width=\"%.1f\" height=\"7\" fill=\"#4a6fa5\"/>",
                          std::clamp(*value, 0.0, 100.0));
  if (low < high)
    absl::StrAppendFormat(&svg,
                          "<path d=\"M%.1f 6H%.1fM%.1f 3.6v4.8M%.1f 3.6v4.8\" stroke=\"#1d1d1f\" stroke-width=\".9\"/>",
                          2 + low, 2 + high, 2 + low, 2 + high);
  if (mark.has_value())
    absl::StrAppendFormat(&svg, "<path d=\"M%.1f 0v12\" stroke=\"#b3171d\" stroke-width=\"1\"/>", 2 + *mark);
  return svg + "</svg>";
}

std::string Stack(const std::vector<int>& counts) {
  const int total = std::accumulate(counts.begin(), counts.end(), 0);
  if (total == 0) return "";
  std::string svg = "<svg class=\"bar\" viewBox=\"0 0 104 14\" aria-hidden=\"true\" font-size=\"9\">";
  double x = 2;
  for (std::size_t i = 0; i < counts.size() && i < kSegments.size(); ++i) {
    if (counts[i] == 0) continue;
    const double width = 100.0 * counts[i] / total;
    absl::StrAppendFormat(&svg, "<rect x=\"%.1f\" y=\"1\" width=\"%.1f\" height=\"12\" %s/>", x + .6,
                          std::max(width - 1.2, .5), kSegments[i]);
    if (width > 12)
      absl::StrAppendFormat(&svg, "<text x=\"%.1f\" y=\"10.2\" text-anchor=\"middle\" fill=\"%s\">%d</text>",
                            x + width / 2, kInk[i], counts[i]);
    x += width;
  }
  return svg + "</svg>";
}

}  // namespace qcity::cli::html
