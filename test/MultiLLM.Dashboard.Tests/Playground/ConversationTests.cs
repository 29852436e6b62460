using CsCheck;
using MultiLLM.Dashboard.Playground.Conversations;
using MultiLLM.Dashboard.Tests.Support;

namespace MultiLLM.Dashboard.Tests.Playground;

public sealed class ConversationTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 24, 14, 5, 9, TimeSpan.Zero);

    [Fact]
    public void Json_Conversation_ComesBackAsItWas()
    {
        var conversation = Sample() with { Model = "auto:fast", Settings = new ChatSettings { Temperature = "0" } };

        var back = ConversationJson.Read(ConversationJson.Write(conversation))!;

        Assert.Equal(ConversationJson.Write(conversation), ConversationJson.Write(back));
        Assert.Equal((conversation.Title, "auto:fast", "0"), (back.Title, back.Model, back.Settings.Temperature));
        Assert.Equal(conversation.Messages.Select(m => (m.Id, m.Text, m.Speaker)), back.Messages.Select(m => (m.Id, m.Text, m.Speaker)));
        Assert.Equal(["tiny", "other"], back.Messages[1].Answer!.Candidates.Select(candidate => candidate.ModelId));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("<script>")]
    [InlineData("""{"id":"a","created_at":"x","updated_at":"y"}""")]
    [InlineData("""{"id":"a","created_at":"2026-11-24T14:05:09Z","updated_at":"2026-11-24T14:05:09Z","messages":[{"id":"b"}]}""")]
    [InlineData("""{"id":"a","created_at":"2026-11-24T14:05:09Z","updated_at":"2026-11-24T14:05:09Z","messages":null}""")]
    public void Json_SomethingElse_IsNone(string text) => Assert.Null(ConversationJson.Read(text));

    [Fact]
    public void Json_SettingsOfAnEarlierTime_AreCompleted()
    {
        var text = ConversationJson.Write(Sample());
        var start = text.IndexOf("\"settings\":{", StringComparison.Ordinal) + 12;
        var conversation = ConversationJson.Read(text[..start] + "\"seed\":\"5\"}" + text[(text.IndexOf('}', start) + 1)..])!;

        Assert.Equal(new ChatSettings { Seed = "5" }, conversation.Settings);
    }

    [Fact]
    public void Json_AnyText_IsNone() => Gen.String.Sample(text => ConversationJson.Read(text) is null);

    [Fact]
    public void Add_FirstMessage_GivesTheTitle()
    {
        var conversation = Conversation.Begin(s_now).Add(Message.Of(Speaker.Person, "<b>What\u202E is\n it?</b> " + new string('x', 100), s_now));

        Assert.StartsWith("<b>What\uFFFD is it?</b> xxx", conversation.Title);
        Assert.Equal(ConversationEdits.TitleLength, conversation.Title.Length);
    }

    [Fact]
    public void Add_AfterRename_KeepsTheTitle()
    {
        var conversation = Conversation.Begin(s_now).Rename("Mine").Add(Message.Of(Speaker.Person, "Hi", s_now));

        Assert.Equal("Mine", conversation.Title);
    }

    [Fact]
    public void CutAt_Message_DropsItAndWhatFollows()
    {
        var conversation = Sample();

        Assert.Equal(1, conversation.CountAfter(conversation.Messages[0].Id));
        Assert.Empty(conversation.CutAt(conversation.Messages[0].Id).Messages);
        Assert.Equal(2, conversation.Messages.Count);
    }

    [Fact]
    public void Export_Markdown_HasWhoSaidWhat() =>
        Assert.Equal("# What is it?\n\n## You\n\nWhat is it?\n\n## tiny\n\nAn answer.\n", ConversationExport.Markdown(Sample()));

    [Theory]
    [InlineData("What is it?", "what-is-it.md")]
    [InlineData("../../etc/passwd", "etc-passwd.md")]
    [InlineData("??", "conversation.md")]
    public void Export_FileName_IsTame(string title, string expected) =>
        Assert.Equal(expected, ConversationExport.FileName(Conversation.Begin(s_now).Rename(title), "md"));

    private static Conversation Sample() => Conversation.Begin(s_now).Add(Message.Of(Speaker.Person, "What is it?", s_now))
        .Add(Message.Of(Speaker.Model, "An answer.", s_now.AddSeconds(2), AnswerFacts.Of(ScriptedAnswers.Reply("An answer."))));
}
