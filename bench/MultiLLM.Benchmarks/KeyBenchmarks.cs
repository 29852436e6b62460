using System.Net;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Options;
using MultiLLM.Core.Analytics.Store;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Audit;
using MultiLLM.Core.Gateway.Keys;
using MultiLLM.Core.Gateway.Keys.Authentication;
using MultiLLM.Core.Gateway.Keys.Secrets;
using MultiLLM.Core.Gateway.Store;

namespace MultiLLM.Benchmarks;

/// <summary>What a key costs each request: one that was checked before, and one that is wrong.</summary>
[MemoryDiagnoser]
public class KeyBenchmarks
{
    private readonly string _folder = Directory.CreateTempSubdirectory("multillm-keys-").FullName;
    private KeyAuthentication _keys = null!;
    private GatewayStore _store = null!;
    private string _right = "";
    private string _wrong = "";

    [GlobalSetup]
    public async Task SetupAsync()
    {
        var options = Options.Create(new GatewayOptions { KeysMaxAge = TimeSpan.FromDays(1), KeyInterval = TimeSpan.FromMinutes(1) });
        var audit = new UnkeptAudit();
        _store = new GatewayStore(new SqliteDialect(Path.Combine(_folder, "gateway.db")), [KeyTable.Tables]);
        var uses = new KeyUses(_store, audit, TimeProvider.System);
        var ring = new KeyRing(_store, uses, audit, options, TimeProvider.System);
        _keys = new KeyAuthentication(ring, uses, new SlowChecks(), new OwnKey(), options, TimeProvider.System);
        var key = (await ring.CreateAsync(new KeyOrder { Name = "bench" }, Caller.Library, default)).OrThrow();
        (_right, _wrong) = (key.Secret.Reveal(), KeySecret.Generate(key.Key.Prefix).Reveal());
        (await _keys.AuthenticateAsync(_right, IPAddress.Loopback, default)).OrThrow();
    }

    [GlobalCleanup]
    public async Task CleanupAsync()
    {
        await _store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Benchmark]
    public async Task<bool> Right() => (await _keys.AuthenticateAsync(_right, IPAddress.Loopback, default)).IsSuccess;

    [Benchmark]
    public async Task<bool> Wrong() => (await _keys.AuthenticateAsync(_wrong, IPAddress.Loopback, default)).IsSuccess;
}
