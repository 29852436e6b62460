using System.Runtime.Versioning;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using MultiLLM.Core.Hardware;
using MultiLLM.Core.Hardware.Gpus;
using MultiLLM.Core.Hardware.Memory;
using MultiLLM.Tests.Support;

namespace MultiLLM.Tests.Hardware;

/// <summary>The probe with a real program in nvidia-smi's place.</summary>
[UnsupportedOSPlatform("windows")] // the program is a shell script
public sealed class GpuWatchTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FakeTimeProvider _time = new();
    private readonly LogLines _log = new();

    [Fact]
    public async Task LookAsync_ProgramAnswers_TellsItsDevicesAndKeepsThem()
    {
        var watch = Watch(Program($"cat {RecordedMachine.Recording("nvidia-smi-three-cards.csv")}"));

        Assert.Equal(3, (await watch.LookAsync(CancellationToken.None)).Count);
        Assert.Equal(3, watch.Latest.Count);
    }

    [Fact]
    public async Task LookAsync_AsksForWhatItParses()
    {
        var arguments = Path.Combine(_folder.Path, "arguments");
        await Watch(Program($"echo \"$@\" > {arguments}")).LookAsync(CancellationToken.None);

        Assert.Equal(
            "--query-gpu=index,name,memory.total,memory.free,utilization.gpu --format=csv,noheader,nounits",
            (await File.ReadAllTextAsync(arguments)).Trim());
    }

    [Fact]
    public async Task LookAsync_NoProgram_IsEmptyAndSilent()
    {
        Assert.Empty(await Watch(Path.Combine(_folder.Path, "missing")).LookAsync(CancellationToken.None));
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public async Task LookAsync_ProgramComplains_IsEmptyAndSaysSoOnce()
    {
        var watch = Watch(Program($"cat {RecordedMachine.Recording("nvidia-smi-no-driver.txt")}; exit 9"));

        Assert.Empty(await watch.LookAsync(CancellationToken.None));
        Assert.Empty(await watch.LookAsync(CancellationToken.None));

        Assert.Contains("couldn't communicate with the NVIDIA driver", Assert.Single(_log.Lines));
    }

    [Fact]
    public async Task LookAsync_ProgramHangs_IsGivenUp()
    {
        var started = Path.Combine(_folder.Path, "started");
        var looking = Watch(Program($"echo $$ > {started}; exec sleep 60")).LookAsync(CancellationToken.None);
        await Eventually.HoldsAsync(() => File.Exists(started) && File.ReadAllText(started).Length > 1, "the program runs");
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Empty(await looking);
        Assert.Contains("did not answer within 10 s", Assert.Single(_log.Lines));
        var id = int.Parse(File.ReadAllText(started));
        await Eventually.HoldsAsync(() => !Eventually.IsRunning(id), "the program is gone");
    }

    [Fact]
    public async Task Latest_GrowsOld_IsLookedAtAgainInTheBackground()
    {
        var answer = Path.Combine(_folder.Path, "answer");
        await File.WriteAllTextAsync(answer, "0, NVIDIA A, 100, 90, 0\n");
        var watch = Watch(Program($"cat {answer}"));
        await watch.LookAsync(CancellationToken.None);
        await File.WriteAllTextAsync(answer, "0, NVIDIA A, 100, 40, 0\n");

        Assert.Equal(90 * 1024 * 1024, Assert.Single(watch.Latest).FreeBytes);
        _time.Advance(TimeSpan.FromSeconds(5));
        await Eventually.HoldsAsync(() => watch.Latest[0].FreeBytes == 40 * 1024 * 1024, "the new figure is there");
    }

    public void Dispose() => _folder.Dispose();

    private GpuWatch Watch(string program) => new(new RecordedMachine("container-v2"), new Memory(), new NvidiaProbe(_time, _log, program), _time);

    private string Program(string script)
    {
        var path = Path.Combine(_folder.Path, "nvidia-smi");
        File.WriteAllText(path, "#!/bin/sh\n" + script + "\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    private sealed class Memory : IMemoryProbe
    {
        public MemoryStanding Read() => new(1000, 500, "meminfo");
    }

    private sealed class LogLines : ILogger<NvidiaProbe>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add(formatter(state, exception));
    }
}
