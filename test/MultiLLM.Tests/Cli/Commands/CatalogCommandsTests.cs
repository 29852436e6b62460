using System.Text.Json.Nodes;
using MultiLLM.Cli;
using MultiLLM.Tests.Client;

namespace MultiLLM.Tests.Cli.Commands;

public sealed class CatalogCommandsTests : IAsyncDisposable
{
    private const string Phi = """
        {"id":"phi-2","name":"Phi-2","kind":"chat","state":"not_installed","installed":false,"type":"small_llm","family":"Phi","parameters":2780000000,
         "size_bytes":1789239136,"trained_context_length":2048,"license":"MIT","quantization":"Q4_K_M","aliases":["phi"],"best_for":["short code"],
         "speed":"medium","gpu_advice":"Fits 3 GB.","description":"Not tuned for chat.","capabilities":["code"],
         "quality":{"code":{"score":4.9,"source":"HumanEval 49.4"}},
         "source":{"repository":"me/phi","revision":"main","files":[{"path":"phi-2.gguf","size_bytes":1789239136,"sha256":"00"}],"size_bytes":1789239136},
         "fit":{"verdict":"fits_with_less_context","fits":false,"context_length":2048,"longest_context":1024,"needed_bytes":3000000000,"problems":["Too little memory."]}}
        """;

    private const string Fit = """
        {"model_id":"phi-2","valid":false,"verdict":"fits_with_less_context","installed":false,
         "memory":{"ok":false,"needed_bytes":3000000000,"weight_bytes":1800000000,"kv_bytes":1000000000,"compute_bytes":150000000,"overhead_bytes":50000000,
           "source":"predicted","total_bytes":4000000000,"free_bytes":3000000000,"reserve_bytes":400000000,"room_bytes":2600000000,"reclaimable_bytes":0},
         "context":{"ok":false,"asked":2048,"trained":2048,"longest":1024},"disk":{"ok":true,"folder":"/models","needed_bytes":1789239136,"free_bytes":9000000000},
         "gpu":{"ok":true,"layers":0,"bytes":0,"reason":"On the processor: this machine has no GPU."},
         "problems":["Too little memory."],"advice":["A context of 1024 tokens fits."]}
        """;

    private readonly FakeService _service = new();
    private readonly CliRun _run = new();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Catalog_All_IsATable()
    {
        _service.OnJson("GET", "/models?all=true", List());

        Assert.Equal(ExitCode.Ok, await _run.RunAsync(_service.Address, "catalog"));

        Assert.Equal(["ID", "TYPE", "PARAMETERS", "SIZE", "CONTEXT", "HERE", "FITS NOW", "UP TO", "BEST FOR"], Cells(0));
        Assert.Equal(["phi-2", "small_llm", "2.8B", "1.8 GB", "2048", "-", "with less context", "1024", "short code"], Cells(1));
    }

    [Theory]
    [InlineData("/models?type=embedding&all=true", "--type", "embedding")]
    [InlineData("/models?fits=true&all=true", "--fits")]
    [InlineData("/models?installed=true", "--installed")]
    [InlineData("/models?installed=false", "--not-installed")]
    public async Task Catalog_Filter_IsTheServices(string path, params string[] options)
    {
        _service.OnJson("GET", path, List());

        Assert.Equal(ExitCode.Ok, await _run.RunAsync(_service.Address, ["catalog", .. options]));
    }

    [Fact]
    public async Task Catalog_Task_AddsItsScore()
    {
        _service.OnJson("GET", "/models?task=code&all=true", List());

        await _run.RunAsync(_service.Address, "catalog", "--task", "code");

        Assert.Equal(("CODE", "4.9"), (Cells(0)[^1], Cells(1)[^1]));
    }

    [Fact]
    public async Task Catalog_BadFile_IsToldWithItsLine()
    {
        _service.OnJson("GET", "/models?all=true", List(""","problems":[{"path":"/home/me/catalog.d/a.json","line":3,"reason":"models[0].id is blank."}]"""));

        Assert.Equal(ExitCode.Ok, await _run.RunAsync(_service.Address, "catalog"));

        Assert.Equal("/home/me/catalog.d/a.json:3: models[0].id is blank.", _run.Error.ToString().TrimEnd());
    }

    [Fact]
    public async Task Catalog_BadFilter_IsWrongUsageInTheServicesWords()
    {
        _service.OnJson("GET", "/models?type=huge&all=true", """{"error":{"code":"invalid_request","message":"type must be one of \"small_llm\"","param":"type"}}""", 400);

        Assert.Equal(ExitCode.Usage, await _run.RunAsync(_service.Address, "catalog", "--type", "huge"));

        Assert.Contains("type must be one of", _run.Error.ToString());
    }

    [Fact]
    public async Task Show_Model_SaysWhatItIsAndWhyItDoesNotFit()
    {
        _service.OnJson("GET", "/models/phi", Phi).OnJson("POST", "/models/phi-2/validate", Fit);

        Assert.Equal(ExitCode.Ok, await _run.RunAsync(_service.Address, "show", "phi", "--context", "2048", "--kv-type", "q8_0"));

        var shown = _run.Out.ToString();
        Assert.Equal("""{"context_length":2048,"kv_type":"q8_0"}""", _service.LastRequest.Body);
        Assert.Contains("phi-2 (also phi)", shown);
        Assert.Contains("4.9 of 10: HumanEval 49.4", shown);
        Assert.Contains("not installed; fetch it with: multillm pull phi-2", shown);
        Assert.Contains("not with 2048 tokens of context, but with up to 1024", shown);
        Assert.Contains("needs 3 GB (predicted): weights 1.8 GB, keys and values 1 GB", shown);
        Assert.Contains("A context of 1024 tokens fits.", shown);
        Assert.DoesNotContain(_run.OutLines, string.IsNullOrWhiteSpace);
    }

    [Fact]
    public async Task Show_Json_IsTheModelAndTheVerdict()
    {
        _service.OnJson("GET", "/models/phi-2", Phi).OnJson("POST", "/models/phi-2/validate", Fit);

        await _run.RunAsync(_service.Address, "show", "phi-2", "--json");

        Assert.Equal(["phi-2", "fits_with_less_context"], [(string)JsonNode.Parse(_run.OutLines[0])!["id"]!, (string)JsonNode.Parse(_run.OutLines[1])!["verdict"]!]);
    }

    private static string List(string more = "") => $$"""{"models":[{{Phi}}],"max_concurrent_models":3{{more}}}""";

    private string[] Cells(int line) => _run.OutLines[line].Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
