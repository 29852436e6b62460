using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.RealModels;

/// <summary>
/// The server as it is shipped, in a process of its own with the starter models, so that its children, its temporary files and its memory
/// can be told from the tests'.
/// </summary>
internal sealed class ShippedService : IAsyncDisposable
{
    private readonly Process _process;
    private readonly HttpClient _http;
    private readonly string _folder;

    private ShippedService(Process process, int port, string folder)
    {
        (_process, _folder) = (process, folder);
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(60) };
        process.OutputDataReceived += (_, line) => Output.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => Output.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int ProcessId => _process.Id;
    public Uri Url => _http.BaseAddress!;

    /// <summary>Lines it printed.</summary>
    public ConcurrentQueue<string> Output { get; } = [];

    /// <summary>What it and its runners have in the folder for temporary files.</summary>
    public IReadOnlyList<string> TemporaryFiles => Directory.GetFileSystemEntries(Path.Combine(_folder, "tmp"));

    /// <param name="home">MULTILLM_HOME; null: a new folder.</param>
    /// <param name="settings">More environment variables.</param>
    public static Task<ShippedService> StartAsync(string? home = null, params (string Name, string Value)[] settings) => StartAsync(["dotnet"], home, settings);

    /// <summary>As the head of a session and process group, as one started by a shell or a service manager is.</summary>
    public static Task<ShippedService> StartInOwnGroupAsync(string home) => StartAsync(["setsid", "dotnet"], home, []);

    private static async Task<ShippedService> StartAsync(string[] launcher, string? home, (string Name, string Value)[] settings)
    {
        var application = Path.Combine(RepositoryRoot.Application, "server", "MultiLLM.Server.dll");
        Assert.True(File.Exists(application), $"{application} is missing; ./test.sh builds it.");
        var folder = Directory.CreateTempSubdirectory("multillm-shipped-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "tmp"));
        var port = FreePort();
        var start = new ProcessStartInfo(launcher[0], [.. launcher[1..], application]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["MULTILLM_HOME"] = home ?? Directory.CreateDirectory(Path.Combine(folder, "home")).FullName;
        start.Environment["TMPDIR"] = Path.Combine(folder, "tmp");
        start.Environment["PORT"] = $"{port}";
        start.Environment["Logging__LogLevel__MultiLLM.Core.Runners"] = "Debug"; // tells which runners are ready
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        var service = new ShippedService(Process.Start(start)!, port, folder);
        await service.ReadyAsync();
        return service;
    }

    public async Task<(int Status, JsonElement Body)> PostAsync(string path, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await _http.PostAsync(new Uri(path, UriKind.Relative), content);
        return ((int)response.StatusCode, await TestService.JsonOf(response));
    }

    /// <summary>A short answer of the model; fails unless there is one.</summary>
    public async Task AskAsync(string model)
    {
        var (status, body) = model == "starter-embed"
            ? await PostAsync("/v1/embeddings", """{"model":"starter-embed","input":"a dog"}""")
            : await PostAsync("/v1/chat/completions", $$"""{"model":"{{model}}","messages":[{"role":"user","content":"What is a network?"}],"max_tokens":8}""");
        Assert.True(status == 200, $"{status}: {body}");
    }

    public async Task<JsonElement> GetAsync(string path)
    {
        using var response = await _http.GetAsync(new Uri(path, UriKind.Relative));
        Assert.True(response.IsSuccessStatusCode, $"{path}: {response.StatusCode}");
        return await TestService.JsonOf(response);
    }

    public async Task<string> StateOfAsync(string model) => (await GetAsync($"/models/{model}")).GetProperty("state").GetString()!;

    /// <summary>Of a loaded model's runner.</summary>
    public async Task<int> RunnerOfAsync(string model) => (await GetAsync($"/models/{model}")).GetProperty("loaded").GetProperty("process_id").GetInt32();

    /// <summary>Waits until there are no other runners than those of loaded models and the spare one, all of them ready.</summary>
    /// <returns>Their process ids.</returns>
    public async Task<IReadOnlyList<int>> CalmAsync(int loaded)
    {
        IReadOnlyList<int> runners = [];
        await Eventually.TrueAsync(() => (runners = ProcessTable.ChildrenOf(ProcessId)).Count == loaded + 1 && runners.All(IsReady), seconds: 30);
        return runners;

        bool IsReady(int runner) => Output.Any(line => line.Contains($"Runner {runner} ready", StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (!_process.HasExited)
        {
            using var term = Process.Start("kill", ["-TERM", $"{ProcessId}"]);
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            await _process.WaitForExitAsync(patience.Token);
        }
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task ReadyAsync()
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < TimeSpan.FromSeconds(60); await Task.Delay(50))
        {
            Assert.False(_process.HasExited, string.Join('\n', Output));
            try
            {
                using var response = await _http.GetAsync(new Uri("/health/ready", UriKind.Relative));
                if (response.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // it does not listen yet
            }
        }
        Assert.Fail($"The service was not ready within a minute:\n{string.Join('\n', Output)}");
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
