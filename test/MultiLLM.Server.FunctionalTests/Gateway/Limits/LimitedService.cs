using System.Collections.Concurrent;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MultiLLM.Core.Analytics;
using MultiLLM.Core.Analytics.Recording;
using MultiLLM.Core.Analytics.Store;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Audit;
using MultiLLM.Core.Gateway.Keys.Authentication;
using MultiLLM.Core.Gateway.Keys.Secrets;
using MultiLLM.Core.Gateway.Limits;
using MultiLLM.Core.Gateway.Limits.Budgets;
using MultiLLM.Core.Gateway.Store;
using MultiLLM.Core.Runners;
using MultiLLM.Server.FunctionalTests.Fakes;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.Gateway.Limits;

/// <summary>A service on a socket, with keys and their limits over a real database, and models that count what they do.</summary>
internal sealed class LimitedService : IAsyncDisposable
{
    private readonly TestService _service;
    private readonly TempFolder? _folder;

    private LimitedService(TestService service, FakeParts parts, CountedChat work, Recorded records, TempFolder? folder) =>
        (_service, Parts, Work, Records, _folder) = (service, parts, work, records, folder);

    public FakeParts Parts { get; }

    public CountedChat Work { get; }

    public Recorded Records { get; }

    public TestService Service => _service;

    /// <param name="keys">By secret.</param>
    /// <param name="database">Shared with other gateways; null: a file of its own.</param>
    /// <param name="args">Of the service.</param>
    public static async Task<LimitedService> StartAsync(IReadOnlyDictionary<string, Caller> keys, Func<IStoreDialect>? database = null, params string[] args)
    {
        var folder = database is null ? new TempFolder() : null;
        var (parts, records) = (new FakeParts(), new Recorded());
        var work = new CountedChat(parts.Chat);
        var service = await TestService.StartAsync(
            builder =>
            {
                parts.AddTo(builder);
                builder.Services.AddSingleton(TimeProvider.System);
                builder.Services.AddSingleton<IChatClient>(work);
                builder.Services.AddSingleton<IKeyAuthentication>(new KnownKeys(keys));
                builder.Services.AddSingleton<IRequestRecorder>(records);
                builder.Services.AddSingleton(_ => new GatewayStore(
                    database?.Invoke() ?? new SqliteDialect(Path.Combine(folder!.Path, "gateway.db"), isDurable: true), [new GatewayTables("budgets", BudgetTable.Steps)]));
                builder.Services.AddSingleton<IBudgetStore, BudgetStore>();
                builder.Services.AddLimitsOver();
                builder.Services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<BudgetUpkeep>());
            },
            args);
        return new LimitedService(service, parts, work, records, folder);
    }

    public static (string Secret, Caller Caller) Key(KeyLimits limits, CallerRole role = CallerRole.User)
    {
        var secret = KeySecret.Generate();
        return (secret.Reveal(), new Caller { KeyId = $"key-{secret.Prefix}", Name = "test", Role = role, Limits = limits });
    }

    /// <param name="secret">Of the key.</param>
    /// <param name="path">Of the endpoint.</param>
    /// <param name="json">The body; null: a GET without one.</param>
    /// <param name="cancellationToken">Breaks the request off.</param>
    /// <param name="headers">More of them.</param>
    public Task<HttpResponseMessage> SendAsync(
        string secret, string path, string? json, CancellationToken cancellationToken = default, params (string Name, string Value)[] headers) =>
        _service.SendAsync(secret, json is null ? HttpMethod.Get : HttpMethod.Post, path, json, cancellationToken, headers);

    /// <summary>How a limit stands, as the service tells it over HTTP.</summary>
    public async Task<JsonElement> LimitAsync(string secret, string name)
    {
        using var response = await SendAsync(secret, "/limits", null);
        return (await TestService.JsonOf(response)).GetProperty("limits").EnumerateArray().Single(limit => limit.GetProperty("name").GetString() == name);
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        _folder?.Dispose();
    }

    private sealed class KnownKeys(IReadOnlyDictionary<string, Caller> keys) : IKeyAuthentication
    {
        public ValueTask<Result<Caller>> AuthenticateAsync(string key, IPAddress? from, CancellationToken cancellationToken) =>
            ValueTask.FromResult(keys.TryGetValue(key, out var caller)
                ? caller with { Address = from?.ToString() }
                : (Result<Caller>)new Error(ErrorCode.KeyInvalid, "This service does not know the key."));

        public bool Counts(string keyId, DateTimeOffset? shown = null) => keys.Values.Any(caller => caller.KeyId == keyId);

        public Result<Caller> CallerOf(string keyId, IPAddress? from, DateTimeOffset? shown = null) => keys.Values.FirstOrDefault(caller => caller.KeyId == keyId) is { } caller
            ? caller with { Address = from?.ToString() }
            : new Error(ErrorCode.KeyInvalid, "This service does not know the key.");
    }

    public sealed class Recorded : IRequestRecorder
    {
        public bool KeepsPrompts => false;

        public ConcurrentQueue<RequestRecord> All { get; } = [];

        public void Record(RequestRecord record) => All.Enqueue(record);
    }

    /// <summary>Counts what the models beneath really wrote and read, whoever sees it; the one prompt of several answers once.</summary>
    public sealed class CountedChat(FakeChatClient inner) : DelegatingChatClient(inner)
    {
        private long _tokens;

        public long Tokens => Interlocked.Read(ref _tokens);

        public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await foreach (var update in InnerClient.GetStreamingResponseAsync(messages, options, cancellationToken))
            {
                var prompt = options is GenerationOptions { Origin.CountsPrompt: false } ? 0 : update.Started?.PromptTokens ?? 0;
                Interlocked.Add(ref _tokens, prompt + (update.Text.Length > 0 ? 1 : 0));
                yield return update;
            }
        }
    }
}
