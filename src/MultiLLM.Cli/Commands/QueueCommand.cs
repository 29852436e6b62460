using System.CommandLine;
using System.Globalization;
using MultiLLM.Cli.Hosting;
using MultiLLM.Cli.Terminal;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Cli.Commands;

internal static class QueueCommand
{
    private static readonly string[] Headers = ["TURN", "CALLER", "NAME", "PRIORITY", "WAITING", "DEADLINE", "ASKS", "REQUEST"];

    public static Command Create(CliContext cli, CommonOptions common)
    {
        var command = new Command("queue", "Show the requests that wait to be let in, and in which order.");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var session = await ServiceSession.ConnectAsync(cli, common.Address(parsed, cli), startOwn: false, cancellationToken).ConfigureAwait(false);
            await using var _ = session.ConfigureAwait(false);
            var queue = await session.Client.GetQueueAsync(cancellationToken).ConfigureAwait(false);
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
        });
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
