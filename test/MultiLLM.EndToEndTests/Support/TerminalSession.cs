using System.Diagnostics;
using System.Text;

namespace MultiLLM.EndToEndTests.Support;

/// <summary>A command on a pseudo-terminal, which script(1) of util-linux makes; we are its keyboard and its screen.</summary>
public sealed class TerminalSession : IAsyncDisposable
{
    public const string CtrlC = "\x03";
    public const string CtrlD = "\x04";
    public const string Enter = "\r";

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(90);
    private readonly Process _script;
    private readonly StringBuilder _screen = new();
    private readonly SemaphoreSlim _more = new(0);
    private readonly Task _reading;
    private int _seen;

    private TerminalSession(Process script)
    {
        _script = script;
        _reading = ReadAsync();
    }

    public int ProcessId => _script.Id;

    public static TerminalSession Start(Sandbox sandbox, params IEnumerable<string> arguments)
    {
        var command = string.Join(' ', ((IEnumerable<string>)["exec", "dotnet", Repository.Cli, .. arguments]).Select(Quote));
        var start = new ProcessStartInfo("script", ["--quiet", "--flush", "--return", "--echo", "never", "--command", command, "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in sandbox.Environment)
            start.Environment[name] = value;
        start.Environment["TERM"] = "xterm";
        return new TerminalSession(Process.Start(start)!);
    }

    public async Task TypeAsync(string keys)
    {
        await _script.StandardInput.WriteAsync(keys);
        await _script.StandardInput.FlushAsync();
    }

    /// <summary>Waits until the text appears after what was waited for before; returns what came up to and including it.</summary>
    public async Task<string> ExpectAsync(string text)
    {
        for (var start = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(start) < s_limit;)
        {
            lock (_screen)
            {
                var all = _screen.ToString();
                var found = all.IndexOf(text, _seen, StringComparison.Ordinal);
                if (found >= 0)
                {
                    var passed = all[_seen..(found + text.Length)];
                    _seen = found + text.Length;
                    return passed;
                }
            }

            if (_reading.IsCompleted)
                break;
            await _more.WaitAsync(TimeSpan.FromSeconds(1));
        }

        throw new TimeoutException($"\"{text}\" did not appear. The screen since: {Rest()}");
    }

    public string Rest()
    {
        lock (_screen)
            return _screen.ToString(_seen, _screen.Length - _seen);
    }

    public async Task<int> EndAsync()
    {
        await _script.WaitForExitAsync().WaitAsync(s_limit);
        await _reading.WaitAsync(s_limit);
        return _script.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_script.HasExited)
            _script.Kill(entireProcessTree: true);
        await _script.WaitForExitAsync();
        _script.Dispose();
    }

    private async Task ReadAsync()
    {
        var buffer = new char[4096];
        int count;
        while ((count = await _script.StandardOutput.ReadAsync(buffer)) > 0)
        {
            lock (_screen)
                _screen.Append(buffer, 0, count);
            _more.Release();
        }
    }

    private static string Quote(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
