using System.Diagnostics;

namespace MultiLLM.Cli.Hosting;

/// <summary>Reads all a child says, so that it never blocks on a full pipe, and keeps the last lines for an error message.</summary>
internal sealed class OutputTail
{
    private const int MaxLines = 30;
    private readonly Lock _gate = new();
    private readonly Queue<string> _lines = [];

    public void Follow(Process process)
    {
        process.OutputDataReceived += (_, line) => Add(line.Data);
        process.ErrorDataReceived += (_, line) => Add(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public override string ToString()
    {
        lock (_gate)
        {
            return string.Join('\n', _lines);
        }
    }

    private void Add(string? line)
    {
        if (string.IsNullOrWhiteSpace(line))
        {
            return;
        }

        lock (_gate)
        {
            _lines.Enqueue(line);
            if (_lines.Count > MaxLines)
            {
                _lines.Dequeue();
            }
        }
    }
}
