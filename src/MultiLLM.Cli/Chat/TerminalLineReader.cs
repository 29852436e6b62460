using MultiLLM.Cli.Terminal;

namespace MultiLLM.Cli.Chat;

/// <summary>A line editor on the terminal: cursor keys, history, the usual Ctrl keys; a pasted text with line breaks is one message.</summary>
internal sealed class TerminalLineReader(CliConsole console) : ILineReader
{
    private readonly LineHistory _history = new();

    // ReadKey cannot be cancelled: a cancelled read leaves its thread behind, which ends with the process.
    public Task<LineInput> ReadAsync(string prompt, CancellationToken cancellationToken) =>
        Task.Run(() => Read(prompt), CancellationToken.None).WaitAsync(cancellationToken);

    private LineInput Read(string prompt)
    {
        var line = new LineBuffer();
        Console.TreatControlCAsInput = true;
        try
        {
            while (true)
            {
                Draw(prompt, line);
                var key = Console.ReadKey(intercept: true);
                if (key.Key == ConsoleKey.Enter && Console.KeyAvailable)
                {
                    line.Insert('\n');
                }
                else if (Finish(key, line) is { } input)
                {
                    console.Out.WriteLine();
                    return input;
                }
                else
                {
                    Edit(key, line);
                }
            }
        }
        finally
        {
            Console.TreatControlCAsInput = false;
        }
    }

    private LineInput? Finish(ConsoleKeyInfo key, LineBuffer line)
    {
        var control = key.Modifiers.HasFlag(ConsoleModifiers.Control);
        if (key.Key == ConsoleKey.Enter)
        {
            _history.Add(line.Text);
            return new LineInput(LineKind.Text, line.Text);
        }

        if (control && key.Key == ConsoleKey.C)
        {
            return line.Text.Length == 0 ? LineInput.Interrupted : new LineInput(LineKind.Text, "");
        }

        return control && key.Key == ConsoleKey.D && line.Text.Length == 0 ? LineInput.End : null;
    }

    private void Edit(ConsoleKeyInfo key, LineBuffer line)
    {
        var control = key.Modifiers.HasFlag(ConsoleModifiers.Control);
        var word = control || key.Modifiers.HasFlag(ConsoleModifiers.Alt);
        switch (key.Key)
        {
            case ConsoleKey.LeftArrow when word: line.WordLeft(); break;
            case ConsoleKey.RightArrow when word: line.WordRight(); break;
            case ConsoleKey.LeftArrow: line.Left(); break;
            case ConsoleKey.RightArrow: line.Right(); break;
            case ConsoleKey.B when control: line.Left(); break;
            case ConsoleKey.F when control: line.Right(); break;
            case ConsoleKey.Home: line.Home(); break;
            case ConsoleKey.A when control: line.Home(); break;
            case ConsoleKey.End: line.End(); break;
            case ConsoleKey.E when control: line.End(); break;
            case ConsoleKey.Backspace when word: line.DeleteWord(); break;
            case ConsoleKey.W when control: line.DeleteWord(); break;
            case ConsoleKey.Backspace: line.Backspace(); break;
            case ConsoleKey.H when control: line.Backspace(); break;
            case ConsoleKey.Delete: line.Delete(); break;
            case ConsoleKey.D when control: line.Delete(); break;
            case ConsoleKey.U when control: line.DeleteToStart(); break;
            case ConsoleKey.K when control: line.DeleteToEnd(); break;
            case ConsoleKey.L when control: console.Out.Write("\e[H\e[2J"); break;
            case ConsoleKey.UpArrow: Replace(line, _history.Older(line.Text)); break;
            case ConsoleKey.DownArrow: Replace(line, _history.Newer()); break;
            default:
                if (!char.IsControl(key.KeyChar) || key.KeyChar == '\t')
                {
                    line.Insert(key.KeyChar);
                }

                break;
        }
    }

    private static void Replace(LineBuffer line, string? text)
    {
        if (text is not null)
        {
            line.Set(text);
        }
    }

    private void Draw(string prompt, LineBuffer line)
    {
        // A paste arrives key by key; drawing each of them would make it crawl.
        if (line.Text.Length > 0 && Console.KeyAvailable)
        {
            return;
        }

        var view = LineView.Of(line.Text, line.Cursor, Math.Max(20, Console.WindowWidth) - prompt.Length);
        var column = prompt.Length + view.CursorColumn;
        var shown = console.Colors ? $"\e[1m{prompt}\e[0m" : prompt;
        console.Out.Write($"\r{shown}{view.Text}\e[K\r{(column > 0 ? $"\e[{column}C" : "")}");
        console.Out.Flush();
    }
}
