// Reads calendar files with ical.js, which shares no code with ours, and says what it found: every property of every component, and when each
// event begins and ends by the rules that its file carries. Arguments: the folder of ical.js, a file with a JSON array of calendar files.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const { default: ICAL } = await import(pathToFileURL(`${process.argv[2]}/dist/ical.js`));

const properties = ([name, own, components], path) => [
  ...own.map(([property, parameters, type, ...values]) => ({ component: path + name, name: property, parameters, type, values: values.map(String) })),
  ...components.flatMap((component) => properties(component, `${path}${name}/`)),
];

const read = (file) => {
  const calendar = ICAL.parse(file);
  const whole = new ICAL.Component(calendar);
  // Nothing of what this program knows about zones by itself: only what the file says.
  ICAL.TimezoneService.reset();
  for (const zone of whole.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone);
  const events = whole.getAllSubcomponents('vevent').map((event) => ['dtstart', 'dtend'].map((end) => event.getFirstPropertyValue(end).toUnixTime()));
  return { properties: properties(calendar, ''), events };
};

console.log(JSON.stringify(JSON.parse(readFileSync(process.argv[3], 'utf8')).map(read)));
