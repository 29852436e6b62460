using System.CommandLine;
using MultiLLM.Cli.Doctor;
using MultiLLM.Cli.Terminal;

namespace MultiLLM.Cli.Commands;

internal static class DoctorCommand
{
    public static Command Create(CliContext cli, CommonOptions common)
    {
        var command = new Command("doctor", "Check this machine and the installation, and say what to do. Exit code 0: usable.");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var report = await Examination.RunAsync(cli, common.Address(parsed, cli).Address, cancellationToken).ConfigureAwait(false);
            if (parsed.GetValue(common.Json))
            {
                Output.WriteJson(cli, report, DoctorJsonContext.Default.DoctorReport);
            }
            else
            {
                Show(cli, report);
            }

            return report.Usable ? ExitCode.Ok : ExitCode.Failed;
        });
        return command;
    }

    private static void Show(CliContext cli, DoctorReport report)
    {
        foreach (var check in report.Checks)
        {
            cli.Console.Out.WriteLine($"{Mark(cli.Console, check.Status)}  {check.Name,-12} {TerminalText.Line(check.Detail)}");
            if (check.Advice is { } advice)
            {
                cli.Console.Out.WriteLine($"{"",-18} -> {TerminalText.Line(advice)}");
            }
        }

        cli.Console.Out.WriteLine(report.Usable ? "Usable." : "Not usable as it is.");
    }

    private static string Mark(CliConsole console, string status)
    {
        var color = status switch { "ok" => "32", "warn" => "33", _ => "31" };
        return console is { OutIsTerminal: true, Colors: true } ? $"\e[{color}m{status,-4}\e[0m" : $"{status,-4}";
    }
}
