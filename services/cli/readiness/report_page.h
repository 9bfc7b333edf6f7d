// The readiness report (验收准备度报告): one self-contained page for A4 in which every number links to its explanation. Pure; any thread.
#ifndef QCITY_SERVICES_CLI_READINESS_REPORT_PAGE_H_
#define QCITY_SERVICES_CLI_READINESS_REPORT_PAGE_H_

#include <string>

#include "common/base/text.h"
#include "services/cli/readiness/dossier.h"

namespace qcity::cli {

// The same arguments give the same bytes.
std::string ReadinessPage(const Dossier& dossier, Language language);

}  // namespace qcity::cli

#endif  // QCITY_SERVICES_CLI_READINESS_REPORT_PAGE_H_
