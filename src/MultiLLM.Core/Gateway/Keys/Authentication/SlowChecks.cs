using System.Collections.Concurrent;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway.Keys.Secrets;

namespace MultiLLM.Core.Gateway.Keys.Authentication;

/// <summary>Computes slow hashes on at most half of the cores, with a bounded number waiting; of the same key sent many times at once, one.</summary>
internal sealed class SlowChecks : IDisposable
{
    private const int MostWaiting = 256;
    private static readonly Error s_busy = new(ErrorCode.QueueFull, "Too many new keys are being checked; try again.", RetryAfter: TimeSpan.FromSeconds(1));

    private readonly SemaphoreSlim _cores = new(Math.Max(1, Environment.ProcessorCount / 2));
    private readonly ConcurrentDictionary<(KeyDigest, UInt128), Lazy<Task<bool>>> _underWay = new();
    private int _waiting;
    private int _computed;

    /// <summary>Slow hashes so far.</summary>
    public int Computed => Volatile.Read(ref _computed);

    /// <param name="digest">Of the secret.</param>
    /// <param name="secret">What was sent.</param>
    /// <param name="hash">What it may match.</param>
    /// <param name="cancellationToken">Stops waiting; others may wait for the same.</param>
    public async ValueTask<Result<bool>> IsAsync(KeyDigest digest, KeySecret secret, KeyHash hash, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _waiting) > MostWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            return s_busy;
        }
        try
        {
            var check = _underWay.GetOrAdd((digest, hash.Mark), _ => new Lazy<Task<bool>>(() => Task.Run(() => CheckAsync(secret, hash), CancellationToken.None)));
            try
            {
                return await check.Value.WaitAsync(cancellationToken);
            }
            finally
            {
                if (check.Value.IsCompleted)
                    _underWay.TryRemove(KeyValuePair.Create((digest, hash.Mark), check));
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    public void Dispose() => _cores.Dispose();

    private async Task<bool> CheckAsync(KeySecret secret, KeyHash hash)
    {
        await _cores.WaitAsync();
        try
        {
            Interlocked.Increment(ref _computed);
            return hash.Is(secret);
        }
        finally
        {
            _cores.Release();
        }
    }
}
