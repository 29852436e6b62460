using System.CommandLine;
using System.Globalization;
using MultiLLM.Cli.Terminal;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Cli.Commands;

internal static class QueueCommand
{
    private static readonly string[] Headers = ["TURN", "CALLER", "NAME", "PRIORITY", "WAITING", "DEADLINE", "ASKS", "REQUEST"];

    public static Command Create(CliContext cli, CommonOptions common)
    {
        var command = new Command("queue", "Show the requests that wait to be let in, and in which order.");
        command.SetAction((parsed, cancellationToken) => OneCall.RunAsync(cli, common, parsed, async (client, token) =>
        {
            var queue = await client.GetQueueAsync(token).ConfigureAwait(false);
            if (parsed.GetValue(common.Json))
            {
                Output.WriteJson(cli, queue, ApiJsonContext.Default.QueueReport);
                return ExitCode.Ok;
            }

            cli.Console.Out.WriteLine(cli.Console.ForOut(string.Create(
                CultureInfo.InvariantCulture,
                $"{queue.Running} of {queue.MostRunning} running, {queue.Waiting} of {queue.MostWaiting} waiting{(queue.MeanSeconds is { } mean ? $", {Output.Seconds(mean)} each lately" : "")}")));
            if (queue.Requests.Count > 0)
            {
                Columns.Write(cli.Console, Headers, queue.Requests.Select(Row));
            }

            return ExitCode.Ok;
        }, cancellationToken));
        return command;
    }

    private static IReadOnlyList<string> Row(QueuedRequest request) =>
    [
        request.Position.ToString(CultureInfo.InvariantCulture),
        request.Caller,
        request.Name,
        request.Priority,
        Output.Seconds(request.WaitingSeconds),
        request.Deadline is { } at ? at.UtcDateTime.ToString("HH:mm:ss'Z'", CultureInfo.InvariantCulture) : "-",
        request.Path,
        request.RequestId,
    ];
}
