using Microsoft.AspNetCore.Components;
using MultiLLM.Client;
using MultiLLM.Dashboard.Answers;
using MultiLLM.Dashboard.Display;
using MultiLLM.Dashboard.Live;
using MultiLLM.Dashboard.Playground.Conversations;
using MultiLLM.Dashboard.Scripts;
using MultiLLM.Dashboard.Shared;

namespace MultiLLM.Dashboard.Playground;

/// <summary>Chat with the models; conversations stay in the browser.</summary>
public sealed partial class PlaygroundPage : IDisposable
{
    private const int ShownMessages = 60;
    private const int SaidLength = 300;

    private ChatSession _session = null!;
    private Composer? _composer;
    private ElementReference _thread;
    private IReadOnlyList<ModelChoice> _models = [];
    private IReadOnlyList<StoredEntry>? _entries = [];
    private SidePanel _panel;
    private (string What, Conversation Before)? _undo;
    private string? _notice;
    private string _said = "";
    private int _shown = ShownMessages;
    private long _change;

    private enum SidePanel
    {
        None,
        List,
        Settings,
    }

    [Inject] private IAnswerSource Answers { get; set; } = null!;
    [Inject] private IConversationStore Store { get; set; } = null!;
    [Inject] private MultiLLMClient Client { get; set; } = null!;
    [Inject] private BrowserScript Browser { get; set; } = null!;
    [Inject] private TimeProvider Clockwork { get; set; } = null!;
    [CascadingParameter] private LiveView View { get; set; } = LiveView.Nothing;

    private int Hidden => Math.Max(0, _session.Conversation.Messages.Count - _shown);

    /// <summary>What is wrong with the message itself; problems of the settings stand there.</summary>
    private string? ComposerProblem => _session.FieldProblems.Count == 0 ? null
        : _session.FieldProblems.GetValueOrDefault("message") ?? _session.FieldProblems.GetValueOrDefault("conversation_history")
        ?? _session.FieldProblems.GetValueOrDefault("model_id") ?? "Something in the settings is wrong; it is said there.";

    public void Dispose() => _session.Dispose();

    protected override void OnInitialized()
    {
        _session = new ChatSession(Answers, Clockwork);
        _session.Changed += () => Later(KeepAsync);
        _session.EndedElsewhere += conversation => Later(async () =>
        {
            await Store.SaveAsync(conversation);
            _entries = await Store.ListAsync();
            StateHasChanged();
        });
    }

    protected override async Task OnParametersSetAsync()
    {
        // Models come and go; the list is asked again when one did.
        var change = ModelChoice.LastChange(View);
        if (_models.Count > 0 && change == _change)
            return;
        _change = change;
        if ((await Loading<Contracts.Api.ModelList>.OfAsync(Client.ListModelsAsync())).Value is { } models)
            _models = ModelChoice.Of(models);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        await Browser.FollowAsync(_thread);
        _entries = await Store.ListAsync();
        StateHasChanged();
    }

    private bool IsLast(Message message) => ReferenceEquals(message, _session.Conversation.Messages[^1]);

    private void Toggle(SidePanel panel) => _panel = _panel == panel ? SidePanel.None : panel;

    private async Task<bool> SendAsync(string text)
    {
        // Asked in the background: the field is emptied at once, not when the answer is there.
        var sending = _session.SendAsync(text);
        if (sending.IsCompleted && !await sending)
        {
            if (_session.FieldProblems.Count > 0)
                _panel = SidePanel.Settings;
            return false;
        }
        await Browser.ToEndAsync(_thread);
        Later(() => SayWhenDoneAsync(sending));
        return true;
    }

    /// <summary>Does it without being waited for; a bug in it is shown as any other.</summary>
    private void Later(Func<Task> work) => _ = InvokeAsync(async () =>
    {
        try
        {
            await work();
        }
        catch (Exception bug)
        {
            await DispatchExceptionAsync(bug);
        }
    });

    private async Task SayWhenDoneAsync(Task asked)
    {
        await asked;
        if (_session.Conversation.Messages is [.., { Speaker: Speaker.Model } last])
            _said = last.Answer?.Problem is { } problem ? $"No answer: {problem.Message}" : $"Answer: {InertText.Line(last.Text, SaidLength)}";
        StateHasChanged();
    }

    private Task RetryAsync(Message message)
    {
        Undoable("The answer before was replaced.");
        return _session.RetryAsync(message.Speaker == Speaker.Person ? "" : message.Id);
    }

    private Task EditAsync(Message message, string text)
    {
        Undoable("The conversation goes on from the edited message.");
        return _session.EditAsync(message.Id, text);
    }

    private void Undoable(string what) => _undo = (what, _session.Conversation);

    private async Task UndoAsync()
    {
        if (_undo is not { } undo)
            return;
        _undo = null;
        _session.Open(undo.Before);
        await KeepAsync();
    }

    /// <returns>What came of it, for the person.</returns>
    private Task<string> VoteAsync(Message message, int rating) => Voting.ToldAsync(_session.VoteAsync(message, rating));

    private async Task BeginAsync()
    {
        var (model, settings) = (_session.Conversation.Model, _session.Conversation.Settings);
        _undo = null;
        _session.Open(Conversation.Begin(Clockwork.GetUtcNow()) with { Model = model, Settings = settings });
        (_shown, _panel) = (ShownMessages, _panel == SidePanel.List ? SidePanel.None : _panel);
        if (_composer is not null)
            await _composer.FocusAsync();
    }

    private async Task OpenAsync(string id)
    {
        if (await Store.LoadAsync(id) is not { } conversation)
        {
            _notice = "This conversation cannot be read. It may have been deleted, or changed by something else.";
            _entries = await Store.ListAsync();
            return;
        }
        _undo = null;
        _session.Open(conversation);
        (_shown, _panel) = (ShownMessages, _panel == SidePanel.List ? SidePanel.None : _panel);
        StateHasChanged();
        await Browser.ToEndAsync(_thread);
    }

    private async Task DeleteAsync(string id)
    {
        var deleted = await Store.LoadAsync(id);
        await Store.RemoveAsync(id);
        if (id == _session.Conversation.Id)
            await BeginAsync();
        _entries = await Store.ListAsync();
        if (deleted is null)
            return;
        _undo = ("The conversation was deleted.", deleted);
    }

    private Task ExportAsync(bool markdown) => markdown
        ? Browser.DownloadAsync(ConversationExport.FileName(_session.Conversation, "md"), "text/markdown", ConversationExport.Markdown(_session.Conversation))
        : Browser.DownloadAsync(ConversationExport.FileName(_session.Conversation, "json"), "application/json", ConversationJson.Export(_session.Conversation));

    /// <summary>Shows what changed, and keeps it.</summary>
    private async Task KeepAsync()
    {
        StateHasChanged();
        if (_session.Conversation.IsEmpty)
            return;
        var saved = await Store.SaveAsync(_session.Conversation);
        if (saved.Problem is not null)
            _notice = saved.Problem;
        if (saved.Forgotten is { } title)
            _notice = $"“{InertText.Line(title, 40)}” was the oldest of {ConversationStore.MaxConversations} conversations and had to go.";
        _entries = await Store.ListAsync();
        StateHasChanged();
    }
}
