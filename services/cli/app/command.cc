#include "services/cli/app/command.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace qcity::cli {
namespace {

// The headings that CLI11 prints in English.
void Localize(CLI::App& app, const Context& context) {
  app.option_defaults()->group(context.Say({"选项", "Options"}));
  app.group(context.Say({"命令", "Commands"}));
  app.set_help_flag("-h,--help", context.Say({"显示帮助", "Show this help"}))->group(context.Say({"选项", "Options"}));
  app.get_formatter()->label("Usage", context.Say({"用法", "Usage"}));
  app.get_formatter()->label("OPTIONS", context.Say({"选项", "OPTIONS"}));
  app.get_formatter()->label("SUBCOMMAND", context.Say({"命令", "COMMAND"}));
  app.get_formatter()->label("SUBCOMMANDS", context.Say({"命令", "COMMANDS"}));
  app.get_formatter()->label("Positionals", context.Say({"参数", "Arguments"}));
  app.get_formatter()->label("REQUIRED", "*");
}

std::string FooterOf(const Context& context) {
  return context.Say({"* 必填。通用选项（输出格式、语言、服务地址等）见 qcity --help",
                      "* required. Options of every command (format, language, server): qcity --help"});
}

}  // namespace

Argument& Argument::OneOf(const std::vector<std::string>& values) {
  option_->check(CLI::IsMember(values).description(""))->type_name(absl::StrJoin(values, "|"));
  return *this;
}

Argument Command::Option(const std::string& names, std::string& value, const std::string& value_name,
                         const Text& help) {
  return Argument(app_.add_option(names, value, context_.Say(help))->type_name(value_name));
}

Argument Command::Options(const std::string& names, std::vector<std::string>& values, const std::string& value_name,
                          const Text& help) {
  const std::string repeatable = absl::StrCat(context_.Say(help), context_.Say({"（可重复）", " (repeatable)"}));
  return Argument(app_.add_option(names, values, repeatable)->type_name(value_name)->allow_extra_args(false));
}

Argument Command::Flag(const std::string& names, bool& value, const Text& help) {
  return Argument(app_.add_flag(names, value, context_.Say(help)));
}

Argument Command::Positional(const std::string& name, std::string& value, const Text& help) {
  return Argument(app_.add_option(name, value, context_.Say(help))->type_name(""));
}

Argument Command::Positionals(const std::string& name, std::vector<std::string>& values, const Text& help) {
  return Argument(app_.add_option(name, values, context_.Say(help))->type_name("")->required());
}

Commands Commands::Root(CLI::App& app, Context& context, Action& chosen) {
  Localize(app, context);
  app.require_subcommand(1);
  return Commands(app, context, chosen);
}

Commands Commands::Group(const std::string& name, const Text& help) {
  CLI::App* app = app_.add_subcommand(name, context_.Say(help));
  Localize(*app, context_);
  app->footer(FooterOf(context_));
  app->fallthrough()->require_subcommand(1);
  return Commands(*app, context_, chosen_);
}

Command Commands::Leaf(const std::string& name, const Text& help, Action action) {
  CLI::App* app = app_.add_subcommand(name, context_.Say(help));
  Localize(*app, context_);
  app->footer(FooterOf(context_));
  app->fallthrough();
  app->callback([&chosen = chosen_, action = std::move(action)] { chosen = action; });
  return Command(*app, context_);
}

const CLI::App& Commands::root() const {
  const CLI::App* root = &app_;
  while (root->get_parent() != nullptr) root = root->get_parent();
  return *root;
}

}  // namespace qcity::cli
