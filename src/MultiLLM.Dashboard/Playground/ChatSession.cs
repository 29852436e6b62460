using MultiLLM.Client;
using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Answers;
using MultiLLM.Dashboard.Playground.Conversations;

namespace MultiLLM.Dashboard.Playground;

/// <summary>
/// The conversation that is open: asks, stops, asks again, goes on from an earlier message. Its methods are called from the page's own context,
/// one after another; <see cref="Grown"/> comes from any thread.
/// </summary>
public sealed class ChatSession(IAnswerSource answers, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan DecisionPatience = TimeSpan.FromSeconds(3);

    /// <summary>The service's clock is this one, but its stamps are taken a little earlier or later.</summary>
    private static readonly TimeSpan ClockSlack = TimeSpan.FromSeconds(1);
    private CancellationTokenSource? _asking;

    public Conversation Conversation { get; private set; } = Conversation.Begin(time.GetUtcNow());

    /// <summary>An answer is on its way.</summary>
    public bool Busy => _asking is not null;

    public GrowingAnswer Growing { get; private set; } = GrowingAnswer.Nothing;

    /// <summary>What is wrong with the settings, by the API's name of the field.</summary>
    public IReadOnlyDictionary<string, string> FieldProblems { get; private set; } = new Dictionary<string, string>();

    /// <summary>The conversation is another; it is to be kept.</summary>
    public event Action? Changed;

    /// <summary>More of the answer has come.</summary>
    public event Action? Grown;

    /// <summary>An answer ended whose conversation is not open any more; it is to be kept.</summary>
    public event Action<Conversation>? EndedElsewhere;

    public void Open(Conversation conversation)
    {
        Stop();
        _asking = null;
        (Conversation, Growing, FieldProblems) = (conversation, GrowingAnswer.Nothing, new Dictionary<string, string>());
    }

    /// <summary>Changes what surrounds the messages.</summary>
    public void Update(Conversation conversation)
    {
        Conversation = conversation;
        FieldProblems = Settled(new ChatRequest { Message = "" }, out _);
        Changed?.Invoke();
    }

    /// <returns>False: it cannot be sent as things stand; <see cref="FieldProblems"/> says why.</returns>
    public async Task<bool> SendAsync(string text)
    {
        if (Busy || string.IsNullOrWhiteSpace(text) || !IsReady())
            return false;
        Conversation = Conversation.Add(Message.Of(Speaker.Person, text, time.GetUtcNow()));
        await AnswerAsync();
        return true;
    }

    /// <summary>Asks again for the answer to the last message before this one.</summary>
    public async Task RetryAsync(string answerId)
    {
        if (Busy || !IsReady())
            return;
        Conversation = Conversation.CutAt(answerId);
        await AnswerAsync();
    }

    /// <summary>Says something else instead, and goes on from there.</summary>
    public async Task<bool> EditAsync(string messageId, string text)
    {
        if (Busy || string.IsNullOrWhiteSpace(text) || !IsReady())
            return false;
        Conversation = Conversation.CutAt(messageId);
        return await SendAsync(text);
    }

    public void Stop() => _asking?.Cancel();

    /// <summary>Tells the service whether an answer was good.</summary>
    /// <exception cref="MultiLLMApiException">It refused.</exception>
    public async Task<FeedbackReply?> VoteAsync(Message message, int rating)
    {
        if (message.Answer is not { Choice.DecisionId: { } decision } facts)
            return null;
        var reply = await answers.VoteAsync(decision, rating, CancellationToken.None);
        Conversation = Conversation.Replace(message with { Answer = facts with { Vote = rating } });
        Changed?.Invoke();
        return reply;
    }

    public void Dispose() => Stop();

    private bool IsReady()
    {
        FieldProblems = Settled(new ChatRequest { Message = "" }, out _);
        if (FieldProblems.Count > 0)
            Changed?.Invoke();
        return FieldProblems.Count == 0;
    }

    private IReadOnlyDictionary<string, string> Settled(ChatRequest request, out ChatRequest settled)
    {
        settled = request;
        return SettingsReader.Read(Conversation.Settings, ref settled).Problems;
    }

    private async Task AnswerAsync()
    {
        using var asking = new CancellationTokenSource();
        var (asked, since) = (Conversation, time.GetUtcNow());
        _asking = asking;
        Growing = GrowingAnswer.Nothing;
        Changed?.Invoke();
        EndedAnswer ended;
        AnswerFacts facts;
        try
        {
            // Away from the page's context, so that a stream of pieces does not queue behind what the person does.
            ended = await Task.Run(() => new AnswerPump(time).RunAsync(answers.StreamAsync(Request(asked), asking.Token), growing => Show(asking, growing), asking.Token), CancellationToken.None);
            facts = await FactsAsync(ended, asked.Id, since);
        }
        finally
        {
            if (_asking == asking)
                _asking = null;
        }
        var answer = Message.Of(Speaker.Model, ended.Text, time.GetUtcNow(), facts);
        if (Conversation.Id != asked.Id)
        {
            EndedElsewhere?.Invoke(asked.Add(answer));
            return;
        }
        if (ended.Problem?.Field is { } field)
            FieldProblems = new Dictionary<string, string> { [field] = ended.Problem.Message };
        Conversation = Conversation.Add(answer);
        Changed?.Invoke();
    }

    private void Show(CancellationTokenSource asking, GrowingAnswer growing)
    {
        if (_asking != asking)
            return;
        Growing = growing;
        Grown?.Invoke();
    }

    private ChatRequest Request(Conversation conversation)
    {
        // An answer that never began says nothing, and a failed one is no part of what was said.
        var turns = conversation.Messages.Where(message => message.Text.Length > 0).Select(message => new ChatTurn(
            message.Speaker == Speaker.Person ? "user" : "assistant", message.Text)).ToList();
        Settled(new ChatRequest { Message = turns[^1].Content, ConversationHistory = turns[..^1] }, out var request);
        return request with { ModelId = conversation.Model, ConversationId = conversation.Id };
    }

    private async Task<AnswerFacts> FactsAsync(EndedAnswer ended, string conversationId, DateTimeOffset since)
    {
        if (ended.Reply is { } reply)
            return AnswerFacts.Of(reply);
        var facts = new AnswerFacts { End = ended.Stopped ? AnswerEnd.Stopped : AnswerEnd.Broken, Problem = ended.Problem };
        if (ended.Text.Length == 0)
            return facts;
        using var patience = new CancellationTokenSource(DecisionPatience, time);
        try
        {
            return await answers.LastDecisionAsync(conversationId, since - ClockSlack, patience.Token) is { } decision ? facts.With(decision) : facts;
        }
        catch (Exception failure) when (failure is OperationCanceledException || ChatProblem.Of(failure) is not null)
        {
            return facts; // Who wrote it is not known then.
        }
    }
}
