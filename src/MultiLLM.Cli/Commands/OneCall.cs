using System.CommandLine;
using MultiLLM.Cli.Hosting;
using MultiLLM.Client;

namespace MultiLLM.Cli.Commands;

/// <summary>What commands share that ask a service something.</summary>
internal static class OneCall
{
    /// <summary>Asks a service that is running.</summary>
    public static Task<int> RunAsync(
        CliContext cli, CommonOptions common, ParseResult parsed, Func<MultiLLMClient, CancellationToken, Task<int>> work, CancellationToken cancellationToken) =>
        RunAsync(cli, common, parsed, startOwn: false, work, cancellationToken);

    /// <summary>Starts a service for itself where none is running.</summary>
    public static Task<int> RunStartingAsync(
        CliContext cli, CommonOptions common, ParseResult parsed, Func<MultiLLMClient, CancellationToken, Task<int>> work, CancellationToken cancellationToken) =>
        RunAsync(cli, common, parsed, startOwn: true, work, cancellationToken);

    private static async Task<int> RunAsync(
        CliContext cli, CommonOptions common, ParseResult parsed, bool startOwn, Func<MultiLLMClient, CancellationToken, Task<int>> work, CancellationToken cancellationToken)
    {
        var session = await ServiceSession.ConnectAsync(cli, common.Address(parsed, cli), startOwn, cancellationToken).ConfigureAwait(false);
        await using var _ = session.ConfigureAwait(false);
        return await work(session.Client, cancellationToken).ConfigureAwait(false);
    }
}
