using System.CommandLine;
using MultiLLM.Cli.Hosting;
using MultiLLM.Client;

namespace MultiLLM.Cli.Commands;

/// <summary>What commands share that ask a running service something and never start one.</summary>
internal static class OneCall
{
    public static async Task<int> RunAsync(
        CliContext cli, CommonOptions common, ParseResult parsed, Func<MultiLLMClient, CancellationToken, Task<int>> work, CancellationToken cancellationToken)
    {
        var session = await ServiceSession.ConnectAsync(cli, common.Address(parsed, cli), startOwn: false, cancellationToken).ConfigureAwait(false);
        await using var _ = session.ConfigureAwait(false);
        return await work(session.Client, cancellationToken).ConfigureAwait(false);
    }
}
