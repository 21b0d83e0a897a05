using AIDialogues.Events.Room.Hosting;

NoCoreDumps.Forbid();
try
{
    await using var room = await RoomHost.BuildAsync(args);
    await room.RunAsync();
    return 0;
}
catch (SettingException wrong)
{
    Lines.CannotStart(wrong.Message);
    return 1;
}
