using System.CommandLine;
using System.Globalization;
using MultiLLM.Cli.Terminal;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Cli.Commands;

internal static class BackendsCommand
{
    private static readonly string[] Headers = ["MODEL", "SERVER", "ADDRESS", "STATE", "BUSY", "WAIT", "REQUESTS", "FAILED", "FIRST OUTPUT", "PRICE IN/OUT"];

    public static Command Create(CliContext cli, CommonOptions common)
    {
        var command = new Command("backends", "Show the servers of models that are not on this machine, and why some are passed over.");
        command.SetAction((parsed, cancellationToken) => OneCall.RunAsync(cli, common, parsed, async (client, token) =>
        {
            var list = await client.GetBackendsAsync(token).ConfigureAwait(false);
            if (parsed.GetValue(common.Json))
            {
                Output.WriteJson(cli, list, ApiJsonContext.Default.BackendList);
            }
            else if (list.Backends.Count == 0)
            {
                cli.Console.Note("All models are on this machine. docs/backends.md says how to add servers.");
            }
            else
            {
                Show(cli, list);
            }

            return ExitCode.Ok;
        }, cancellationToken));
        return command;
    }

    private static void Show(CliContext cli, BackendList list)
    {
        Columns.Write(cli.Console, Headers, list.Backends.SelectMany(backend => backend.Servers.Select(server => Row(backend, server))));
        foreach (var server in list.Backends.SelectMany(backend => backend.Servers).Where(server => server.Reason is not null))
        {
            cli.Console.Problem($"{server.Name}: {server.Reason}");
        }
    }

    private static IReadOnlyList<string> Row(BackendInfo backend, BackendServerInfo server) =>
    [
        backend.ModelId,
        server.Name,
        server.Address,
        server.State,
        server.MaxConcurrent is { } most ? $"{server.InFlight} of {most}" : server.InFlight.ToString(CultureInfo.InvariantCulture),
        backend.Waiting.ToString(CultureInfo.InvariantCulture),
        server.Requests.ToString(CultureInfo.InvariantCulture),
        server.Failures.ToString(CultureInfo.InvariantCulture),
        server.FirstOutputSeconds is { } seconds ? Output.Seconds(seconds) : "-",
        server.Price is { } price ? string.Create(CultureInfo.InvariantCulture, $"{price.InputPerMillion:0.##}/{price.OutputPerMillion:0.##} {price.Currency}") : "-",
    ];
}
