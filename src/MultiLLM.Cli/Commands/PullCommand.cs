using System.CommandLine;
using MultiLLM.Cli.Hosting;
using MultiLLM.Cli.Pull;
using MultiLLM.Client;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Cli.Commands;

internal static class PullCommand
{
    public static Command Create(CliContext cli, CommonOptions common)
    {
        var model = new Argument<string>("MODEL") { Description = "A model of the catalog, or a file of the hub: hf:owner/repository/file.gguf, optionally with @revision." };
        var name = new Option<string?>("--as") { Description = "Id that a file of the hub gets here. Default: what follows from its name.", HelpName = "ID" };
        var revision = new Option<string?>("--revision") { Description = "Branch, tag or commit. Default: the catalog's, else main.", HelpName = "REVISION" };
        var command = new Command("pull", "Fetch a model. Goes on where an earlier attempt stopped. Starts a service for itself where none is running.") { model, name, revision };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            cli,
            common.Address(parsed, cli),
            new PullRequest { ModelId = parsed.GetRequiredValue(model), As = parsed.GetValue(name), Revision = parsed.GetValue(revision) },
            parsed.GetValue(common.Json),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CliContext cli, ServiceTarget address, PullRequest request, bool json, CancellationToken cancellationToken)
    {
        var session = await ServiceSession.ConnectAsync(cli, address, startOwn: true, cancellationToken).ConfigureAwait(false);
        await using var _ = session.ConfigureAwait(false);
        using var progress = new PullProgress(cli.Console);
        try
        {
            await PullAsync(cli, session.Client, request, json ? null : progress, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            progress.Clear();
            cli.Console.Note("Stopped. What was fetched is kept: the same command goes on from there.");
            throw;
        }

        return ExitCode.Ok;
    }

    // Without progress to show, every event is a line of JSON.
    private static async Task PullAsync(CliContext cli, MultiLLMClient client, PullRequest request, PullProgress? progress, CancellationToken cancellationToken)
    {
        await foreach (var item in client.PullModelAsync(request, cancellationToken).ConfigureAwait(false))
        {
            if (progress is null)
            {
                Output.WriteJson(cli, item, ApiJsonContext.Default.PullStreamEvent);
                cli.Console.Out.Flush();
            }
            else if (item.Progress is { } status)
            {
                progress.Show(status);
            }
            else if (item.Result is { } result)
            {
                progress.Clear();
                cli.Console.Out.WriteLine(cli.Console.ForOut(Describe(result)));
            }
        }
    }

    private static string Describe(ModelActionResult result) => result.Changed
        ? $"{result.Model.Id} is here, verified: {Output.Bytes(result.Model.SizeBytes)}. Try it: multillm chat -m {result.Model.Id}"
        : $"{result.Model.Id} was here already.";
}
