using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using MultiLLM.Core.Residency;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.Residency;

/// <summary>The whole product over HTTP; its runners are real processes that behave as the scripts beside their model files say.</summary>
internal sealed class ScriptedService : IAsyncDisposable
{
    private readonly string _home;
    private readonly TempFolder? _ownHome;
    private readonly TestService _service;

    private ScriptedService(string home, TempFolder? ownHome, TestService service) => (_home, _ownHome, _service) = (home, ownHome, service);

    public TestService Service => _service;
    public IResidency Residency => _service.Services.GetRequiredService<IResidency>();

    /// <param name="models">Name, and script (see the fake runner), separated by a colon. Names that hold "embed" are embedding models.</param>
    /// <param name="settings">Options of the section "MultiLLM", as name and value.</param>
    public static Task<ScriptedService> StartAsync(string[] models, params (string Name, string Value)[] settings) => StartAsync(models, null, settings);

    /// <summary>With a home folder that stays.</summary>
    public static async Task<ScriptedService> StartAsync(string[] models, string? keptHome, params (string Name, string Value)[] settings)
    {
        var ownHome = keptHome is null ? new TempFolder() : null;
        var home = keptHome ?? ownHome!.Path;
        var folder = Directory.CreateDirectory(Path.Combine(home, "models")).FullName;
        foreach (var model in models.Select(m => m.Split(':', 2)))
        {
            var source = model[0].Contains("embed", StringComparison.Ordinal) ? "starter-embed.gguf" : "starter-chat.gguf";
            File.Copy(Path.Combine(RepositoryRoot.StarterModels, source), Path.Combine(folder, model[0] + ".gguf"), overwrite: true);
            await File.WriteAllTextAsync(Path.Combine(folder, model[0] + ".gguf.fake"), model[1].Replace(';', '\n'));
        }
        string[] args = ["--MultiLLM:Home", home, "--MultiLLM:RunnerPath", TestProgram.Path("FakeRunner"), "--MultiLLM:StarterFolder", "", "--MultiLLM:SpareRunners", "0"];
        return new ScriptedService(home, ownHome, await TestService.StartProductAsync(null, [.. args, .. settings.SelectMany(s => (string[])[$"--MultiLLM:{s.Name}", s.Value])]));
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

    public Task<(int Status, JsonElement Body)> GetAsync(string path) => _service.GetJsonAsync(path);

    /// <summary>Requests that a model answers.</summary>
    public async Task AskAsync(string id, int times, int atOnce)
    {
        for (var i = 0; i < times; i += atOnce)
            await Task.WhenAll(Enumerable.Range(0, atOnce).Select(_ => PostOkAsync("/chat", $$"""{"message":"one two three","model_id":"{{id}}"}""")));
    }

    /// <summary>Asks a model until it is told of, and fails where it is not.</summary>
    public async Task AskUntilEventAsync(string id, string kind, int most)
    {
        for (var i = 0; i < most; i++)
        {
            await AskAsync(id, 1, 1);
            if ((await GetAsync($"/system/events?follow=false&model={id}&kind={kind}")).Body.GetProperty("events").GetArrayLength() > 0)
                return;
        }
        Assert.Fail($"{kind} was not told within {most} requests.");
    }

    /// <summary>From now on a model behaves otherwise.</summary>
    public void Rewrite(string id, string script)
    {
        var path = Path.Combine(_home, "models", id + ".gguf.fake");
        File.WriteAllText(path + ".new", script.Replace(';', '\n'));
        File.Move(path + ".new", path, overwrite: true);
    }

    public Task UntilAsync(string id, ModelState state) => Eventually.TrueAsync(() => Residency.Snapshot.StateOf(id) == state);

    public async ValueTask DisposeAsync()
    {
        await _service.StopAsync();
        await _service.DisposeAsync();
        _ownHome?.Dispose();
    }
}
