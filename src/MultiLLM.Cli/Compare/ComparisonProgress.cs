using MultiLLM.Cli.Terminal;
using MultiLLM.Client;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Cli.Compare;

/// <summary>Waits for a comparison, with one line about it where a person is watching. Ctrl+C stops it in the service, too.</summary>
internal sealed class ComparisonProgress(CliContext cli, MultiLLMClient client)
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);

    public async Task<ComparisonInfo> FinishAsync(ComparisonInfo comparison, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var happened in client.FollowComparisonAsync(comparison.Id, cancellationToken).ConfigureAwait(false))
            {
                if (happened.Result is { } result)
                {
                    return result;
                }

                Show(happened.Progress!);
            }
        }
        catch (OperationCanceledException)
        {
            using var impatience = new CancellationTokenSource(StopPatience, cli.Time);
            await client.StopComparisonAsync(comparison.Id, impatience.Token).ConfigureAwait(false);
            throw;
        }
        finally
        {
            Write("");
        }

        throw new InvalidOperationException("The stream of a comparison ended without its result."); // the client throws before
    }

    private void Show(ComparisonInfo progress) => Write(
        $"{progress.Answered} of {progress.Total} answers{(progress.State == "queued" ? ", after other comparisons" : "")}{(progress.Waiting is { } why ? $". {why}" : "")}");

    private void Write(string line)
    {
        if (cli.Console is { ErrorIsTerminal: true, CursorMoves: true })
        {
            cli.Console.Error.Write($"\r{TerminalText.Line(line, Columns.Width(cli.Console) - 1)}\e[K");
            cli.Console.Error.Flush();
        }
    }
}
