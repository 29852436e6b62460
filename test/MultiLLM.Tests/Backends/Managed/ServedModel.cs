using System.Text.Json;
using Microsoft.Extensions.AI;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Residency;
using MultiLLM.Tests.Support;

namespace MultiLLM.Tests.Backends.Managed;

/// <summary>The whole product with one model, "served", that a real program answers for and that misbehaves as asked.</summary>
internal sealed class ServedModel : IAsyncDisposable
{
    private readonly TempFolder _folder = new();

    private ServedModel(TestService service) => Service = service;

    public static string Program { get; } = TestProgram.Path("FakeServer");

    public TestService Service { get; }
    public string Folder => _folder.Path;
    public ModelState State => Service.Residency.Snapshot.StateOf("served");

    /// <summary>Of the processes that were started, in order.</summary>
    public IReadOnlyList<int> Starts => File.Exists(Path.Combine(Folder, "starts")) ? [.. File.ReadAllLines(Path.Combine(Folder, "starts")).Select(int.Parse)] : [];

    public static Task<ServedModel> StartAsync(params string[] faults) => StartAsync(faults, new { });

    /// <param name="faults">Of the program.</param>
    /// <param name="server">Members of the entry's server beside its command.</param>
    /// <param name="settings">Options of the section "MultiLLM".</param>
    public static async Task<ServedModel> StartAsync(string[] faults, object server, params (string Key, string Value)[] settings)
    {
        var served = new ServedModel(await TestService.StartAsync([], [("SpareRunners", "0"), .. settings]));
        var members = JsonSerializer.SerializeToNode(server)!.AsObject();
        members["command"] = JsonSerializer.SerializeToNode<string[]>([Program, "{port}", served.Folder, .. faults]);
        if (!members.ContainsKey("stop_timeout_seconds"))
            members["stop_timeout_seconds"] = 2;
        await served.WriteCatalogAsync(JsonSerializer.Serialize(new
        {
            models = new[] { new { id = "served", name = "Served", type = "small_llm", context_length = 2048, server = members } },
        }));
        return served;
    }

    public async Task WriteCatalogAsync(string json)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Service.Home, "catalog.d"));
        File.WriteAllText(Path.Combine(folder.FullName, "served.json"), json);
        var catalog = await Service.Catalog.RefreshAsync(CancellationToken.None);
        Assert.Empty(catalog.Problems);
    }

    public async Task<string> AskAsync(string question) =>
        (await Service.Chat.GetResponseAsync([new ChatMessage(ChatRole.User, question)], new ChatOptions { ModelId = "served" })).Text;

    public async Task<Error> FailAsync(string question) => (await Assert.ThrowsAsync<MultiLLMException>(() => AskAsync(question))).Error;

    public string[] Read(string file) => File.ReadAllLines(Path.Combine(Folder, file));

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        foreach (var process in Starts)
            Assert.False(Eventually.IsRunning(process), $"process {process} was left behind");
        _folder.Dispose();
    }
}
