using MultiLLM.Core.Backends.Addresses;
using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Backends.Managed;

/// <summary>Asks a server's health path until it answers well.</summary>
internal sealed class Readiness(RemoteHttp http, TimeProvider time) : IDisposable
{
    private const double Growth = 1.5;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(5);

    private readonly HttpMessageInvoker _http = new(http.CreateHandler(AnswerLimit));

    /// <summary>Null: it is ready. Else why it is not, to complete "its server …".</summary>
    /// <param name="health">What to ask.</param>
    /// <param name="limit">When to give up.</param>
    /// <param name="cancellationToken">Cancelled when the caller gave up or the server ended.</param>
    /// <exception cref="OperationCanceledException">As above.</exception>
    public async Task<string?> WaitAsync(Uri health, TimeSpan limit, CancellationToken cancellationToken)
    {
        var (started, pause) = (time.GetTimestamp(), FirstPause);
        while (true)
        {
            var answer = await AskAsync(health, cancellationToken);
            if (answer is null)
                return null;
            if (answer.IsFinal || time.GetElapsedTime(started) + pause > limit)
                return answer.IsFinal ? answer.What : $"was not ready after {limit.TotalSeconds:0.#} s: it {answer.What}";
            await Task.Delay(pause, time, cancellationToken);
            pause = TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, (long)(pause.Ticks * Growth)));
        }
    }

    /// <summary>Whether it answers at all within the limit, well or not.</summary>
    public async Task<bool> IsAliveAsync(Uri health, TimeSpan limit) => await AskAsync(health, CancellationToken.None, limit) is null or { Answered: true };

    public void Dispose() => _http.Dispose();

    private async Task<Answer?> AskAsync(Uri health, CancellationToken cancellationToken, TimeSpan? limit = null)
    {
        using var silence = new CancellationTokenSource(limit ?? AnswerLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellationToken);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, health);
            using var reply = await _http.SendAsync(request, either.Token);
            return reply.IsSuccessStatusCode ? null : new Answer($"answered {health.AbsolutePath} with status {(int)reply.StatusCode}", Answered: true);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Answer($"did not answer {health.AbsolutePath}");
        }
        catch (HttpRequestException error) when (error.GetBaseException() is MultiLLMException refused)
        {
            return new Answer($"may not be asked: {refused.Message}", IsFinal: true);
        }
        catch (HttpRequestException error)
        {
            return new Answer(error.HttpRequestError is HttpRequestError.ConnectionError ? "did not listen on its port" : $"answered {health.AbsolutePath} with what is not HTTP");
        }
    }

    /// <param name="What">Completes "it …".</param>
    /// <param name="Answered">Something in HTTP came.</param>
    /// <param name="IsFinal">It will not change.</param>
    private sealed record Answer(string What, bool Answered = false, bool IsFinal = false);
}
