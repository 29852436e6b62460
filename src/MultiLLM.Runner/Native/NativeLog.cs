using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using MultiLLM.Contracts.Runner;

namespace MultiLLM.Runner.Native;

/// <summary>
/// llama.cpp's log: errors go to standard error, the last error is kept for failure messages, and buffer sizes
/// are read from it because the C interface offers no other way to learn them.
/// </summary>
internal static partial class NativeLog
{
    private const int Error = 4;
    private const int Continued = 5;

    private static readonly Lock Gate = new();
    private static readonly StringBuilder Line = new();
    private static readonly List<string> Errors = [];
    private static int _level;
    private static bool _isQuiet;
    private static readonly SortedDictionary<string, DeviceMemory> Devices = new(StringComparer.Ordinal);

    /// <summary>Forgets errors and sizes; called before a load.</summary>
    public static void Reset()
    {
        lock (Gate)
        {
            Errors.Clear();
            Devices.Clear();
        }
    }

    /// <summary>Runs work whose errors quote what a caller wrote: they are its answer, and nothing for the log.</summary>
    public static T Quietly<T>(Func<T> work)
    {
        lock (Gate)
        {
            Errors.Clear();
            _isQuiet = true;
        }
        try
        {
            return work();
        }
        finally
        {
            lock (Gate)
                _isQuiet = false;
        }
    }

    /// <summary>What llama.cpp said went wrong since the reset; null when nothing.</summary>
    public static string? LastErrors
    {
        get
        {
            lock (Gate)
                return Errors.Count == 0 ? null : string.Join("; ", Errors);
        }
    }

    /// <summary>The buffers allocated since the reset, by device.</summary>
    public static IReadOnlyList<DeviceMemory> Buffers
    {
        get
        {
            lock (Gate)
                return [.. Devices.Values.Select(device => device.Clone())];
        }
    }

    // Whether the host wants the engine's own messages; they hold no prompts.
    public static bool Verbose { get; set; }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static unsafe void OnMessage(int level, byte* text, void* userData)
    {
        var message = Marshal.PtrToStringUTF8((nint)text);
        if (message is null)
            return;
        lock (Gate)
        {
            if (level != Continued)
                _level = level;
            Line.Append(message);
            if (!message.EndsWith('\n'))
                return;
            var line = Line.ToString().TrimEnd();
            Line.Clear();
            Take(line);
        }
    }

    private static void Take(string line)
    {
        if ((_level == Error && !_isQuiet) || Verbose)
            Console.Error.WriteLine(line);
        if (_level == Error && Errors.Count < 4 && line.Length > 0)
            Errors.Add(line);
        var match = BufferSize().Match(line);
        if (!match.Success)
            return;
        var where = match.Groups["where"].Value;
        if (!Devices.TryGetValue(where, out var device))
            Devices.Add(where, device = new DeviceMemory { Name = where });
        var bytes = (ulong)(double.Parse(match.Groups["size"].ValueSpan, CultureInfo.InvariantCulture) * 1024 * 1024);
        switch (match.Groups["what"].Value)
        {
            case "model":
                device.ModelBytes += bytes;
                break;
            case "KV" or "RS":
                device.KvBytes += bytes;
                break;
            case "compute" or "output":
                device.ComputeBytes += bytes;
                break;
        }
    }

    [GeneratedRegex(@"(?<where>\S+) +(?<what>model|KV|RS|compute|output) buffer size = *(?<size>[0-9.]+) MiB", RegexOptions.CultureInvariant)]
    private static partial Regex BufferSize();
}
