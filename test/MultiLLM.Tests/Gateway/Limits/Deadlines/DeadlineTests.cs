using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;
using MultiLLM.Core.Analytics.Recording;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway.Limits.Deadlines;
using MultiLLM.Core.Runners;

namespace MultiLLM.Tests.Gateway.Limits.Deadlines;

public sealed class DeadlineTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Ask_DeadlinePassedAlready_FailsAndAsksNobody()
    {
        using var slow = new StepByStep();
        var error = await Assert.ThrowsAsync<MultiLLMException>(() => Ask(slow, seconds: -1, cuts: false).ToListAsync().AsTask());
        Assert.Equal((ErrorCode.DeadlineExceeded, 0), (error.Error.Code, slow.Asked));
    }

    [Fact]
    public async Task Ask_PassesBeforeTheFirstOutput_EndsTheWork()
    {
        using var slow = new StepByStep();
        var answer = Ask(slow, seconds: 5, cuts: false).ToListAsync().AsTask();
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(ErrorCode.DeadlineExceeded, (await Assert.ThrowsAsync<MultiLLMException>(() => answer)).Error.Code);
    }

    [Fact]
    public async Task Ask_PassesAfterTheFirstOutput_GoesOn()
    {
        using var slow = new StepByStep();
        await using var answer = Ask(slow, seconds: 5, cuts: false).GetAsyncEnumerator();
        slow.Step.Release();
        Assert.True(await answer.MoveNextAsync());
        _time.Advance(TimeSpan.FromMinutes(5));
        slow.Step.Release();
        Assert.True(await answer.MoveNextAsync());
    }

    [Fact]
    public async Task Ask_CutsAnswers_EndsAlsoOneThatHasBegun()
    {
        using var slow = new StepByStep();
        await using var answer = Ask(slow, seconds: 5, cuts: true).GetAsyncEnumerator();
        slow.Step.Release();
        Assert.True(await answer.MoveNextAsync());
        _time.Advance(TimeSpan.FromSeconds(5));
        var error = (await Assert.ThrowsAsync<MultiLLMException>(() => answer.MoveNextAsync().AsTask())).Error;
        Assert.Equal(ErrorCode.DeadlineExceeded, error.Code);
        Assert.Contains("before the answer had ended", error.Message);
    }

    [Fact]
    public async Task Ask_CallerLeaves_IsNoDeadline()
    {
        using var slow = new StepByStep();
        using var leave = new CancellationTokenSource();
        var answer = Ask(slow, seconds: 5, cuts: false, leave.Token).ToListAsync().AsTask();
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
    }

    private IAsyncEnumerable<ChatResponseUpdate> Ask(StepByStep model, double seconds, bool cuts, CancellationToken cancellationToken = default)
    {
        var origin = new RequestOrigin
        {
            RequestId = "r", Endpoint = "/x", Dialect = "own", Time = _time.GetUtcNow(), Arrived = 0,
            Deadline = new RequestDeadline(_time.GetUtcNow().AddSeconds(seconds), cuts),
        };
        return new DeadlineChatClient(model, _time).GetStreamingResponseAsync([], new GenerationOptions { Origin = new AnswerOrigin(origin) }, cancellationToken);
    }

    /// <summary>Writes a word for each step.</summary>
    private sealed class StepByStep : IChatClient
    {
        public SemaphoreSlim Step { get; } = new(0);

        public int Asked { get; private set; }

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            Asked++;
            while (true)
            {
                await Step.WaitAsync(cancellationToken);
                yield return new ChatResponseUpdate(ChatRole.Assistant, "word");
            }
        }

        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose() => Step.Dispose();
    }
}
