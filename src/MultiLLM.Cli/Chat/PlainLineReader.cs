using MultiLLM.Cli.Terminal;

namespace MultiLLM.Cli.Chat;

/// <summary>Whole lines, edited by whatever the terminal itself offers: for TERM=dumb, or where the answers go into a file.</summary>
internal sealed class PlainLineReader(CliConsole console, Interrupts interrupts) : ILineReader
{
    private Task<string?>? _pending;

    public async Task<LineInput> ReadAsync(string prompt, CancellationToken cancellationToken)
    {
        console.Error.Write(prompt);
        console.Error.Flush();
        var interrupted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var capture = interrupts.Capture(() => interrupted.TrySetResult());

        // A read cannot be cancelled; one that was interrupted goes on and gives the next call its line.
        var read = _pending ??= Task.Run(console.In.ReadLine, CancellationToken.None);
        var first = await Task.WhenAny(read, interrupted.Task).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (first != read)
        {
            console.Error.WriteLine();
            return LineInput.Interrupted;
        }

        _pending = null;
        return await read.ConfigureAwait(false) is { } line ? new LineInput(LineKind.Text, line) : LineInput.End;
    }
}
