// What tests of surveys describe and send. Any thread.
#ifndef QCITY_TESTS_SERVICES_INDICATORS_SURVEYS_SURVEYS_TESTING_H_
#define QCITY_TESTS_SERVICES_INDICATORS_SURVEYS_SURVEYS_TESTING_H_

#include <string>

#include "qcity/indicators/v1/surveys.pb.h"

namespace qcity::indicators::surveys {

inline v1::SurveyDescription Described() {
  v1::SurveyDescription description;
  description.set_title("2017年服务业顾客满意度调查");
  description.set_commissioner("zhiqiangban");
  description.set_agency("diaocha-jigou");
  description.mutable_qualification()->set_name("涉外调查许可证");
  description.set_population("本市常住18岁以上居民");
  description.set_population_size(800'000);
  description.set_frame("居委会名单，两阶段抽样");
  description.set_fieldwork_start("2017-11-01");
  description.set_fieldwork_end("2017-12-15");
  description.set_mode(v1::FACE_TO_FACE);
  description.set_questionnaire_sha256(std::string(64, 'a'));
  description.add_satisfied_boxes("满意");
  description.add_satisfied_boxes("非常满意");
  description.set_period("2017");
  return description;
}

// `successes` of `n`.
inline v1::SurveyResult Line(const std::string& domain, const std::string& district, const std::string& industry,
                             std::int64_t n, double successes) {
  v1::SurveyResult result;
  result.set_domain(domain);
  result.set_district(district);
  result.set_industry(industry);
  result.set_n(n);
  result.set_successes(successes);
  return result;
}

}  // namespace qcity::indicators::surveys

#endif  // QCITY_TESTS_SERVICES_INDICATORS_SURVEYS_SURVEYS_TESTING_H_
