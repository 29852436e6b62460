using System.CommandLine;
using MultiLLM.Cli.Top;

namespace MultiLLM.Cli.Commands;

internal static class TopCommand
{
    public static Command Create(CliContext cli, CommonOptions common)
    {
        var command = new Command("top", "Watch the machine, the models in memory and what happens, live. In a pipe, or with --json: one look.");
        command.SetAction((parsed, cancellationToken) => OneCall.RunAsync(cli, common, parsed, async (client, token) =>
        {
            if (cli.Console is { OutIsTerminal: true, CursorMoves: true } && !parsed.GetValue(common.Json))
            {
                await new TopView(cli, client).RunAsync(token).ConfigureAwait(false);
                return ExitCode.Ok;
            }

            var snapshot = await TopSnapshot.TakeAsync(client, earlier: null, token).ConfigureAwait(false);
            if (parsed.GetValue(common.Json))
            {
                Output.WriteJson(cli, snapshot, TopJsonContext.Default.TopSnapshot);
                return ExitCode.Ok;
            }

            foreach (var line in TopScreen.Draw(snapshot, int.MaxValue, int.MaxValue))
            {
                cli.Console.Out.WriteLine(line);
            }

            return ExitCode.Ok;
        }, cancellationToken));
        return command;
    }
}
