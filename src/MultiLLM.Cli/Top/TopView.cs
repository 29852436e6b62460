using MultiLLM.Cli.Terminal;
using MultiLLM.Client;

namespace MultiLLM.Cli.Top;

/// <summary>Shows snapshots on a terminal, each in place of the one before, until q or Ctrl+C. The screen from before comes back at the end.</summary>
internal sealed class TopView(CliContext cli, MultiLLMClient client)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan KeyInterval = TimeSpan.FromMilliseconds(50);

    private TopSnapshot? _latest;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var quit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var interrupt = cli.Interrupts.Capture(quit.Cancel);
        cli.Console.Out.Write("\e[?1049h\e[?25l"); // another screen, no cursor
        try
        {
            while (true)
            {
                _latest = await TopSnapshot.TakeAsync(client, _latest, quit.Token).ConfigureAwait(false);
                Draw(_latest);
                if (await QuitKeyAsync(quit.Token).ConfigureAwait(false))
                {
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (quit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // Ctrl+C is how people leave such a view.
        }
        finally
        {
            cli.Console.Out.Write("\e[?25h\e[?1049l");
            cli.Console.Out.Flush();
        }
    }

    private void Draw(TopSnapshot snapshot)
    {
        var (width, height) = (Math.Max(40, Console.WindowWidth), Math.Max(10, Console.WindowHeight));
        var title = TerminalText.Line($"MultiLLM at {client.BaseAddress.GetLeftPart(UriPartial.Authority)}, {cli.Time.GetLocalNow():HH:mm:ss}. q leaves.", width);
        var lines = TopScreen.Draw(snapshot, width, height - 2);
        // One write, and each line ends by clearing its rest: nothing flickers.
        cli.Console.Out.Write($"\e[H{(cli.Console.Colors ? $"\e[1m{title}\e[0m" : title)}\e[K{string.Concat(lines.Select(line => $"\r\n{line}\e[K"))}\e[J");
        cli.Console.Out.Flush();
    }

    /// <summary>Waits for the next look; true: q was pressed meanwhile.</summary>
    private async Task<bool> QuitKeyAsync(CancellationToken cancellationToken)
    {
        for (var start = cli.Time.GetTimestamp(); cli.Time.GetElapsedTime(start) < Interval;)
        {
            while (cli.Console.InIsTerminal && Console.KeyAvailable)
            {
                if (Console.ReadKey(intercept: true).KeyChar is 'q' or 'Q')
                {
                    return true;
                }
            }

            await Task.Delay(KeyInterval, cli.Time, cancellationToken).ConfigureAwait(false);
        }

        return false;
    }
}
