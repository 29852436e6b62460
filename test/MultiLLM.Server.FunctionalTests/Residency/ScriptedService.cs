using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MultiLLM.Core.Hosting;
using MultiLLM.Core.Residency;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.Residency;

/// <summary>The whole product over HTTP; its runners are real processes that behave as the scripts beside their model files say.</summary>
internal sealed class ScriptedService : IAsyncDisposable
{
    private static readonly string Runner = typeof(ScriptedService).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "FakeRunner").Value!;

    private readonly string _home;
    private readonly TestService _service;

    private ScriptedService(string home, TestService service) => (_home, _service) = (home, service);

    public TestService Service => _service;
    public IResidency Residency => _service.Services.GetRequiredService<IResidency>();

    /// <param name="models">Name, and script (see the fake runner), separated by a colon. Names that hold "embed" are embedding models.</param>
    /// <param name="settings">Options of the section "MultiLLM", as name and value.</param>
    public static async Task<ScriptedService> StartAsync(string[] models, params (string Name, string Value)[] settings)
    {
        var home = Directory.CreateTempSubdirectory("multillm-").FullName;
        var folder = Directory.CreateDirectory(Path.Combine(home, "models")).FullName;
        foreach (var model in models.Select(m => m.Split(':', 2)))
        {
            var source = model[0].Contains("embed", StringComparison.Ordinal) ? "starter-embed.gguf" : "starter-chat.gguf";
            File.Copy(Path.Combine(RepositoryRoot.Path, "models", "starter", source), Path.Combine(folder, model[0] + ".gguf"));
            await File.WriteAllTextAsync(Path.Combine(folder, model[0] + ".gguf.fake"), model[1].Replace(';', '\n'));
        }
        string[] args = ["--MultiLLM:Home", home, "--MultiLLM:RunnerPath", Runner, "--MultiLLM:StarterFolder", "", "--MultiLLM:SpareRunners", "0"];
        return new ScriptedService(home, await TestService.StartAsync(AddProduct, [.. args, .. settings.SelectMany(s => (string[])[$"--MultiLLM:{s.Name}", s.Value])]));
    }

    public Task<(int Status, JsonElement Body)> PostAsync(string path, string json) => _service.PostJsonAsync(path, json);

    public async Task<JsonElement> PostOkAsync(string path, string json)
    {
        var (status, body) = await PostAsync(path, json);
        Assert.True(status == 200, $"{status}: {body}");
        return body;
    }

    public async Task<JsonElement> GetOkAsync(string path)
    {
        var (status, body) = await _service.GetJsonAsync(path);
        Assert.True(status == 200, $"{status}: {body}");
        return body;
    }

    public async Task DeleteAsync(string path)
    {
        using var response = await _service.Http.DeleteAsync(path);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>The error of a refusal.</summary>
    public async Task<(int Status, string? Code, string Message)> RefusedAsync(string path, string json)
    {
        var (status, body) = await PostAsync(path, json);
        Assert.True(status >= 400, $"{status}: {body}");
        return (status, body.GetProperty("error").GetProperty("code").GetString(), body.GetProperty("error").GetProperty("message").GetString()!);
    }

    public async Task<JsonElement> ModelAsync(string id) => (await _service.GetJsonAsync($"/models/{id}")).Body;

    public Task UntilAsync(string id, ModelState state) => Eventually.TrueAsync(() => Residency.Snapshot.StateOf(id) == state);

    public async ValueTask DisposeAsync()
    {
        await _service.StopAsync();
        await _service.DisposeAsync();
        Directory.Delete(_home, recursive: true);
    }

    private static void AddProduct(WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        builder.Services.AddMultiLLM(builder.Configuration);
    }
}
