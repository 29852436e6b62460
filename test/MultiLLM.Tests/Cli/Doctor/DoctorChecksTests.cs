using System.Text.Json.Nodes;
using MultiLLM.Cli.Doctor;
using MultiLLM.Tests.Client;

namespace MultiLLM.Tests.Cli.Doctor;

public sealed class DoctorChecksTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("multillm-doctor-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Port_OurService_IsOk()
    {
        await using var service = new FakeService();
        service.OnJson("GET", "/health/ready", """{"status":"ok","reasons":[]}""");

        var check = await PortCheck.RunAsync(service.Address, TimeProvider.System, CancellationToken.None);

        Assert.Equal("ok", check.Status);
        Assert.Contains("MultiLLM service is running", check.Detail);
    }

    [Fact]
    public async Task Port_AnotherProgram_IsNamed()
    {
        await using var service = new FakeService();
        service.On("GET", "/health/ready", exchange => exchange.TextAsync(200, "text/html", "hello"));

        var check = await PortCheck.RunAsync(service.Address, TimeProvider.System, CancellationToken.None);

        Assert.Equal("warn", check.Status);
        Assert.Contains($"process {Environment.ProcessId} ", check.Detail);
    }

    [Fact]
    public async Task Port_Nobody_IsFree()
    {
        var check = await PortCheck.RunAsync(new Uri($"http://127.0.0.1:{FakeService.FreePort()}"), TimeProvider.System, CancellationToken.None);

        Assert.Equal("ok", check.Status);
        Assert.EndsWith("is free", check.Detail);
    }

    [Fact]
    public void Models_NoneAnywhere_Fails() =>
        Assert.Equal("fail", HomeChecks.Models(Path.Combine(_folder, "models"), Path.Combine(_folder, "starter")).Status);

    [Fact]
    public void Models_OneGoodOneCutOff_NamesTheBrokenFile()
    {
        File.WriteAllBytes(Path.Combine(_folder, "good.gguf"), [.. "GGUF"u8, 3, 0, 0, 0]);
        File.WriteAllText(Path.Combine(_folder, "page.gguf"), "<html>");

        var check = HomeChecks.Models(_folder, Path.Combine(_folder, "starter"));

        Assert.Equal("warn", check.Status);
        Assert.Contains("page.gguf", check.Detail);
        Assert.DoesNotContain("good.gguf", check.Detail);
    }

    [Fact]
    public void Writable_AFileInTheWay_Fails()
    {
        var file = Path.Combine(_folder, "home");
        File.WriteAllText(file, "");

        Assert.Equal("fail", HomeChecks.Writable(Path.Combine(file, "sub")).Status);
        Assert.NotEqual("fail", HomeChecks.Writable(Path.Combine(_folder, "new")).Status);
    }

    [Theory]
    [InlineData(100_000_000, "fail")]
    [InlineData(1_000_000_000, "warn")]
    [InlineData(8_000_000_000, "ok")]
    public void Memory_Free_DecidesTheStatus(long available, string status) =>
        Assert.Equal(status, HardwareChecks.Memory(new MemoryFigures(16_000_000_000, available)).Status);

    [Theory]
    [InlineData("   1: 0100007F:1F47 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4242 1 0 100 0 0 10 0", "4242")]
    [InlineData("   1: 0100007F:1F47 0100007F:9999 01 00000000:00000000 00:00000000 00000000     0        0 4242 1 0 100 0 0 10 0", null)]
    [InlineData("  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode", null)]
    public void InodeOfListener_Line_IsFoundByPortAndState(string line, string? inode) =>
        Assert.Equal(inode, PortOwner.InodeOfListener(line, 8007));

    [Fact]
    public async Task Doctor_NothingInstalled_ExitsWith1AndSaysWhatToDo()
    {
        var run = new CliRun().With("MULTILLM_HOME", _folder).With("MULTILLM_URL", $"http://127.0.0.1:{FakeService.FreePort()}");

        Assert.Equal(1, await run.RunAsync("doctor", "--json"));

        var report = JsonNode.Parse(Assert.Single(run.OutLines))!;
        Assert.False((bool)report["usable"]!);
        var failed = report["checks"]!.AsArray().Where(check => (string)check!["status"]! == "fail").ToList();
        Assert.Contains(failed, check => (string)check!["name"]! == "server");
        Assert.All(failed, check => Assert.NotNull(check!["advice"]));
    }
}
