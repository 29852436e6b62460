namespace MultiLLM.Cli.Terminal;

/// <summary>One line on the error stream while something takes long, gone when it is done. Only where a person is watching.</summary>
internal static class Spinner
{
    private const string Frames = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    public static async Task<T> WhileAsync<T>(CliContext cli, string text, Task<T> task)
    {
        if (cli.Console is { ErrorIsTerminal: true, CursorMoves: true }
            && await Task.WhenAny(task, Task.Delay(Delay, cli.Time)).ConfigureAwait(false) != task)
        {
            await SpinAsync(cli, TerminalText.Line(text), task).ConfigureAwait(false);
        }

        return await task.ConfigureAwait(false);
    }

    private static async Task SpinAsync(CliContext cli, string text, Task task)
    {
        var error = cli.Console.Error;
        for (var frame = 0; !task.IsCompleted; frame++)
        {
            error.Write($"\r{Frames[frame % Frames.Length]} {text}\e[K");
            error.Flush();
            await Task.WhenAny(task, Task.Delay(Interval, cli.Time)).ConfigureAwait(false);
        }

        error.Write("\r\e[K");
        error.Flush();
    }
}
