using System.Diagnostics;

namespace MultiLLM.Core.Runners;

/// <summary>Drains what a child writes and keeps its last few lines of standard error for error messages.</summary>
internal sealed class OutputTail
{
    private const int MaxLines = 5;
    private const int MaxLineLength = 400;

    private readonly Queue<string> _lines = new();

    public OutputTail(Process child)
    {
        child.ErrorDataReceived += (_, line) => Keep(line.Data);
        child.OutputDataReceived += static (_, _) => { };
        child.BeginErrorReadLine();
        child.BeginOutputReadLine();
    }

    public string LastLines
    {
        get
        {
            lock (_lines)
                return string.Join(" | ", _lines);
        }
    }

    private void Keep(string? line)
    {
        if (string.IsNullOrWhiteSpace(line))
            return;
        lock (_lines)
        {
            if (_lines.Count == MaxLines)
                _lines.Dequeue();
            _lines.Enqueue(line.Length > MaxLineLength ? line[..MaxLineLength] + "…" : line.TrimEnd());
        }
    }
}
