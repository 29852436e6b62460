using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.RealModels;

/// <summary>A service that is killed, and so can clean nothing up, leaves no program that it started.</summary>
public sealed class ManagedKillTests : IDisposable
{
    private static readonly string s_program = TestProgram.Path("FakeServer");
    private readonly string _home = Directory.CreateTempSubdirectory("multillm-killed-").FullName;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Theory]
    [InlineData("obedient")]
    [InlineData("ignore-term")]
    [InlineData("fork")] // leaves a daemon in a session of its own
    public async Task KillService_ManagedServerRuns_AllOfItIsGone(string fault)
    {
        await using var service = await ShippedService.StartAsync(Configured(fault));

        await KillAsync(service, $"{service.ProcessId}", fault);
    }

    /// <summary>What a terminal, a job controller or an impatient person does.</summary>
    [Fact]
    public async Task KillServicesGroup_ManagedServerRuns_AllOfItIsGone()
    {
        await using var service = await ShippedService.StartInOwnGroupAsync(Configured("fork"));

        await KillAsync(service, $"-{service.ProcessId}", "fork");
    }

    private string Configured(string fault)
    {
        var catalog = new
        {
            models = new[]
            {
                new
                {
                    id = "served", name = "Served", type = "small_llm", context_length = 2048,
                    server = new { command = (string[])[s_program, "{port}", _home, fault], stop_timeout_seconds = 0.5 },
                },
            },
        };
        Directory.CreateDirectory(Path.Combine(_home, "catalog.d"));
        File.WriteAllText(Path.Combine(_home, "catalog.d", "served.json"), JsonSerializer.Serialize(catalog));
        return _home;
    }

    private async Task KillAsync(ShippedService service, string target, string fault)
    {
        await service.AskAsync("served");
        if (fault == "fork")
            await Eventually.TrueAsync(() => File.Exists(Path.Combine(_home, "daemon")) && Below(service.ProcessId).Contains(Number("daemon")));
        var left = Below(service.ProcessId);
        Assert.Contains(Number("starts"), left);

        using (var kill = Process.Start("kill", ["-KILL", "--", target]))
            await kill.WaitForExitAsync();

        await Eventually.TrueAsync(() => left.All(process => !ProcessTable.IsAlive(process)), seconds: 20);
    }

    /// <summary>Zero: none is written yet.</summary>
    private int Number(string file) =>
        int.TryParse(File.ReadAllLines(Path.Combine(_home, file)).LastOrDefault(), CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>All processes below: runners, the supervisor, the program, what it forked and what became the supervisor's.</summary>
    private static List<int> Below(int process)
    {
        var found = new List<int>(ProcessTable.ChildrenOf(process));
        for (var i = 0; i < found.Count; i++)
            found.AddRange(ProcessTable.ChildrenOf(found[i]));
        return found;
    }
}
