using MultiLLM.Cli.Terminal;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Cli.Pull;

/// <summary>One line that is drawn over and over where a person is watching; elsewhere only what goes wrong is said, once.</summary>
internal sealed class PullProgress(CliConsole console) : IDisposable
{
    private bool _drawn;
    private string? _problem;

    public void Show(PullStatus status)
    {
        if (console is { ErrorIsTerminal: true, CursorMoves: true })
        {
            // A line that wraps could not be drawn over.
            console.Error.Write($"\r{TerminalText.Line(PullLine.Of(status), Math.Max(20, Console.WindowWidth - 1))}\e[K");
            console.Error.Flush();
            _drawn = true;
        }
        else if (status.Problem is { } problem && problem != _problem)
        {
            console.Note(problem);
            _problem = problem;
        }
    }

    public void Clear()
    {
        if (!_drawn)
        {
            return;
        }

        console.Error.Write("\r\e[K");
        console.Error.Flush();
        _drawn = false;
    }

    public void Dispose() => Clear();
}
