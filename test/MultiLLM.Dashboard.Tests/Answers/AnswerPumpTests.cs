using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;
using MultiLLM.Client;
using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Answers;
using MultiLLM.Dashboard.Tests.Support;

namespace MultiLLM.Dashboard.Tests.Answers;

public sealed class AnswerPumpTests
{
    private readonly ScriptedAnswers _answers = new();
    private readonly FakeTimeProvider _time = new();
    private readonly ConcurrentQueue<string> _shown = new();
    private readonly CancellationTokenSource _stop = new();

    [Fact]
    public async Task Run_WholeAnswer_TellsTheReply()
    {
        var (running, answer) = await BeginAsync();
        answer.Say("Hel");
        answer.End(ScriptedAnswers.Reply("Hello"));

        var ended = await running;

        Assert.Equal(("Hello", false, null), (ended.Text, ended.Stopped, ended.Problem));
        Assert.Equal("tiny", ended.Reply!.ModelId);
    }

    [Fact]
    public async Task Run_ManyPieces_ShowsThemAtAPaceAndForgetsNone()
    {
        var (running, answer) = await BeginAsync();
        for (var i = 0; i < 200; i++)
            answer.Say("x");
        await Eventually(() => _answers.Requests.Count == 1);
        await Eventually(() =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(60)); // again, where the pause had not begun yet
            return _shown.Contains(new string('x', 200));
        });
        answer.End(ScriptedAnswers.Reply(new string('x', 200)));
        await running;

        Assert.InRange(_shown.Count, 1, 50);
    }

    [Fact]
    public async Task Run_Stopped_KeepsWhatCame()
    {
        var (running, answer) = await BeginAsync();
        answer.Say("Half");
        await ShownAsync("Half");
        await _stop.CancelAsync();

        var ended = await running;

        Assert.Equal(("Half", true, null), (ended.Text, ended.Stopped, ended.Problem));
    }

    [Fact]
    public async Task Run_ConnectionBreaksOff_KeepsWhatCameAndSaysSo()
    {
        var (running, answer) = await BeginAsync();
        answer.Say("Half");
        answer.BreakOff();

        var ended = await running;

        Assert.Equal(("Half", false), (ended.Text, ended.Stopped));
        Assert.Contains("closed the connection", ended.Problem!.Message);
        Assert.NotNull(ended.Problem.Advice);
    }

    [Fact]
    public async Task Run_ServiceRefuses_TellsFieldAndAdvice()
    {
        var (running, answer) = await BeginAsync();
        answer.Fail(new MultiLLMApiException(null, "unsupported_schema", "JSON schema at #/a: \"not\" cannot be enforced."));

        var ended = await running;

        Assert.Equal("json_schema", ended.Problem!.Field);
        Assert.Contains("#/a", ended.Problem.Message);
    }

    [Fact]
    public async Task Run_EndlessAnswer_IsBrokenOff()
    {
        var (running, answer) = await BeginAsync();
        var piece = new string('x', AnswerPump.MaxLength / 2);
        for (var i = 0; i < 3; i++)
            answer.Say(piece);

        Assert.Contains("broken off", (await running).Problem!.Message);
    }

    private async Task<(Task<EndedAnswer> Running, ScriptedAnswer Answer)> BeginAsync()
    {
        var running = Task.Run(() => new AnswerPump(_time).RunAsync(
            _answers.StreamAsync(new ChatRequest { Message = "Hi" }, _stop.Token), growing => _shown.Enqueue(growing.Text), _stop.Token));
        return (running, await _answers.NextAsync());
    }

    private async Task ShownAsync(string text) => await Eventually(() =>
    {
        _time.Advance(TimeSpan.FromMilliseconds(60));
        return _shown.Contains(text);
    });

    private static async Task Eventually(Func<bool> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!holds())
            await Task.Delay(5, patience.Token);
    }
}
